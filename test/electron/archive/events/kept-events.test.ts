import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import {
  mergeKept,
  readKeptEvents,
  saveKeptEvents,
  type KeptEvents,
} from '../../../../electron/archive/events/kept-events.ts';
import type { AdminEvent } from '../../../../shared/audit/events.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

function event(at: string, name: string): AdminEvent {
  return {
    at,
    after: null,
    node: 'eu',
    source: 'gateway',
    actor: 'kim',
    action: 'update',
    kind: 'team',
    id: name,
    name,
    detail: '',
    fields: [{ path: 'max_budget', before: null, after: 3 }, { path: 'metadata' }],
  };
}

const day = (number: number): string => `2026-10-${String(number).padStart(2, '0')}T00:00:00.000Z`;
const KEPT: KeptEvents = {
  from: day(1),
  until: day(10),
  available: true,
  why: null,
  events: [event(day(9), 'b'), event(day(2), 'a')],
};

test('what is kept comes back as it was', async () => {
  const workspace = await temporaryFolder();
  expect(await readKeptEvents(workspace, 'eu')).toBeNull();
  await saveKeptEvents(workspace, 'eu', KEPT);
  expect(await readKeptEvents(workspace, 'eu')).toEqual(KEPT);
  const text = await readFile(join(workspace, 'archive/eu/admin-events.jsonl'), 'utf8');
  expect(text.split('\n')).toHaveLength(4);
});

test.each(['', 'no json\n', '{}\n', '{"format":2}\n'])(
  'a file that cannot be read counts as none: %j',
  async (text) => {
    const workspace = await temporaryFolder();
    await saveKeptEvents(workspace, 'eu', KEPT);
    await writeFile(join(workspace, 'archive/eu/admin-events.jsonl'), text);
    expect(await readKeptEvents(workspace, 'eu')).toBeNull();
  },
);

test('a newer answer takes the place of what it speaks of again, and nothing else', () => {
  const merged = mergeKept(KEPT, {
    from: day(8),
    until: day(20),
    available: true,
    why: null,
    events: [event(day(15), 'c')],
  });
  expect(merged).toMatchObject({ from: day(1), until: day(20) });
  expect(merged.events.map(({ name }) => name)).toEqual(['c', 'a']);
});

test('what a licence that ran out once showed is kept, and says nothing of the time since', () => {
  const read = { from: day(9), until: day(20), available: false, why: 'no licence', events: [] };
  expect(mergeKept(KEPT, read)).toEqual({ ...KEPT, why: 'no licence' });
});

test('a licence that came later speaks from then on', () => {
  const none: KeptEvents = { ...KEPT, available: false, why: 'no licence', events: [] };
  const read = { ...KEPT, from: day(9), until: day(20), events: [event(day(15), 'c')] };
  expect(mergeKept(none, read)).toEqual(read);
});
