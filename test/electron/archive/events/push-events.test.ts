import { expect, test } from 'vitest';

import { eventsOfPush } from '../../../../electron/archive/events/push-events.ts';
import type { JournalEntry } from '../../../../electron/changes/journal-entry.ts';
import type { Operation, Plan } from '../../../../shared/plan/plan.ts';

const at = (minute: number): string => `2026-11-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
const problem = { code: 'x', message: 'It failed.' };

function operation(id: string, given: Partial<Operation> = {}): Operation {
  return {
    id,
    node: 'eu',
    action: 'update',
    kind: 'team',
    name: `team ${id}`,
    resourceId: `t-${id}`,
    fields: [],
    ...given,
  };
}

function plan(operations: readonly Operation[]): Plan {
  return {
    format: 1,
    id: 'p',
    madeAt: at(0),
    mode: 'merge',
    bases: [],
    operations,
    summary: { create: 0, update: 0, delete: 0 },
    warnings: [],
  };
}

const begin: JournalEntry = { type: 'begin', at: at(1), pid: 1, by: 'kim', nodes: ['eu'] };

test('who pushed what, when it was sent, and whether it was read back', () => {
  const fields = [{ path: 'budget.limit', before: '1', after: '2' }];
  const events = eventsOfPush({ plan: plan([operation('1', { fields })]) }, [
    begin,
    { type: 'sent', at: at(2), operation: '1' },
    { type: 'verified', at: at(3), operation: '1' },
    { type: 'end', at: at(4), outcome: 'verified' },
  ]);
  expect(events).toEqual([
    {
      at: at(2),
      after: null,
      node: 'eu',
      source: 'push',
      actor: 'kim',
      action: 'update',
      kind: 'team',
      id: 't-1',
      name: 'team 1',
      detail: 'budget.limit: "1" → "2" (read back and as wanted)',
      fields,
    },
  ]);
});

test('what changed nothing, was not sent or never had its turn is no event', () => {
  const operations = ['1', '2', '3'].map((id) => operation(id));
  const events = eventsOfPush({ plan: plan(operations) }, [
    begin,
    { type: 'sent', at: at(2), operation: '1' },
    { type: 'failed', at: at(3), operation: '1', problem },
    { type: 'skipped', at: at(3), operation: '2', problem },
  ]);
  expect(events).toEqual([]);
});

test('an effect that is not known stays an event, and so does one that a later push skipped', () => {
  const events = eventsOfPush({ plan: plan([operation('1'), operation('2')]) }, [
    begin,
    { type: 'sent', at: at(2), operation: '1' },
    { type: 'unknown', at: at(3), operation: '1', problem },
    { type: 'resume', at: at(5), pid: 2, by: 'alex', nodes: ['eu'] },
    { type: 'skipped', at: at(6), operation: '1', problem },
    { type: 'sent', at: at(6), operation: '2' },
    { type: 'mismatch', at: at(7), operation: '2', differs: [] },
  ]);
  expect(events.map(({ actor, at: when, detail }) => [actor, when, detail])).toEqual([
    ['kim', at(2), 'whether it took effect is not known'],
    ['alex', at(6), 'read back and not as wanted'],
  ]);
});

test('something new has the id that the gateway gave it', () => {
  const made = operation('1', { action: 'create' });
  const { resourceId: _none, ...create } = made;
  const [event] = eventsOfPush({ plan: plan([create]) }, [
    { ...begin, by: undefined } as never,
    { type: 'sent', at: at(2), operation: '1', absent: true },
    { type: 'answered', at: at(2), operation: '1', resourceId: 'new-1' },
    { type: 'verified', at: at(3), operation: '1' },
  ]);
  expect(event).toMatchObject({ id: 'new-1', actor: null, action: 'create' });
});
