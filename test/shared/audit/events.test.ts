import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  describeFields,
  eventsBetween,
  kindsNotCompared,
  sortEvents,
  type EventState,
} from '../../../shared/audit/events.ts';
import { withoutLogged, withoutPushed } from '../../../shared/audit/merge-events.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';

const T1 = '2026-10-01T08:00:00.000Z';
const T2 = '2026-10-02T08:00:00.000Z';
const T3 = '2026-10-03T08:00:00.000Z';

function team(id: string, name: string, fields: Resource['fields'] = {}): Resource {
  return { kind: 'team', id, name, owner: 'database', fields, settings: {}, observed: { spend: 1 } };
}

function state(
  takenAt: string,
  resources: readonly Resource[],
  read: 'complete' | 'partial' = 'complete',
): EventState {
  return {
    node: 'prod-eu',
    takenAt,
    sections: [{ kind: 'team', state: read, count: resources.length }],
    resources,
  };
}

test('made, changed and deleted between two pulls, by nobody who is known', () => {
  const before = state(T1, [team('1', 'payments', { blocked: false }), team('2', 'search')]);
  const after = state(T2, [team('1', 'payments', { blocked: true }), team('3', 'docs')]);
  const events = eventsBetween(before, after);
  expect(events.map(({ action, id, name, detail }) => [action, id, name, detail])).toEqual([
    ['create', '3', 'docs', ''],
    ['update', '1', 'payments', 'blocked: false → true'],
    ['delete', '2', 'search', ''],
  ]);
  expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set([null]));
  expect(events[0]).toMatchObject({ at: T2, after: T1, node: 'prod-eu', source: 'snapshots' });
});

test('a new name is a change, and a new thing under an old name is another', () => {
  const renamed = eventsBetween(state(T1, [team('1', 'a')]), state(T2, [team('1', 'b')]));
  expect(renamed).toMatchObject([{ action: 'update', name: 'b', detail: 'name: "a" → "b"' }]);
  const replaced = eventsBetween(state(T1, [team('1', 'a')]), state(T2, [team('2', 'a')]));
  expect(replaced.map(({ action, id }) => [action, id])).toEqual([
    ['delete', '1'],
    ['create', '2'],
  ]);
});

test('what changes by itself is no event', () => {
  const spent = { ...team('1', 'a'), observed: { spend: 2 } };
  expect(eventsBetween(state(T1, [team('1', 'a')]), state(T2, [spent]))).toEqual([]);
});

test('a kind that was not read whole is left out, and said', () => {
  const [before, after] = [state(T1, [team('1', 'a')]), state(T2, [], 'partial')];
  expect(eventsBetween(before, after)).toEqual([]);
  expect(kindsNotCompared(before, after)).toEqual(['team']);
});

test('several that share an id are told apart by their names', () => {
  const before = state(T1, [team('1', 'a'), team('1', 'b')]);
  const after = state(T2, [team('1', 'b'), team('1', 'c')]);
  expect(eventsBetween(before, after).map(({ action, name }) => [action, name])).toEqual([
    ['delete', 'a'],
    ['create', 'c'],
  ]);
});

test('many fields are cut short', () => {
  const fields = ['a', 'b', 'c', 'd', 'e'].map((path) => ({ path, before: 1, after: 'x'.repeat(100) }));
  expect(describeFields(fields)).toMatch(/^a: 1 → "x{58}…, b: .*, and 2 more$/);
});

/** What a thing goes through: absent, or there with a value; each step may change it. */
const life = fc.tuple(fc.option(fc.nat(3)), fc.option(fc.nat(3)), fc.option(fc.nat(3)));

test('what happens from A to B and from B to C is what happens from A to C, for what is touched once', () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 12 }), (lives) => {
      const once = lives.filter(([a, b, c]) => a === b || b === c);
      const at = (step: 0 | 1 | 2, time: string): EventState =>
        state(
          time,
          once.flatMap((values, index) => {
            const value = values[step];
            return value === null ? [] : [team(String(index), `team ${index}`, { requestsPerMinute: value })];
          }),
        );
      const [a, b, c] = [at(0, T1), at(1, T2), at(2, T3)];
      const essence = (events: ReturnType<typeof eventsBetween>) =>
        events.map(({ action, id, fields }) => JSON.stringify([action, id, fields])).sort();
      expect(essence([...eventsBetween(a, b), ...eventsBetween(b, c)])).toEqual(essence(eventsBetween(a, c)));
    }),
  );
});

test('newest first, of one instant in a fixed order', () => {
  const events = eventsBetween(state(T1, []), state(T2, [team('1', 'b'), team('2', 'a')]));
  const later = eventsBetween(state(T2, []), state(T3, [team('3', 'c')]));
  expect(sortEvents([...events, ...later]).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
});

test('what a push made is told once, and what somebody else made of it stays', () => {
  const before = state(T1, [team('1', 'a', { blocked: false })]);
  const found = eventsBetween(before, state(T2, [team('1', 'a', { blocked: true })]));
  const push = {
    ...found[0],
    at: '2026-10-01T20:00:00.000Z',
    after: null,
    source: 'push' as const,
    actor: 'kim',
  };
  const pushed = push as (typeof found)[number];
  expect(withoutPushed(found, [pushed])).toEqual([]);
  expect(withoutPushed(found, [{ ...pushed, at: T1 }])).toEqual(found);
  expect(withoutPushed(found, [{ ...pushed, node: 'other' }])).toEqual(found);
  expect(withoutPushed(found, [{ ...pushed, fields: [{ path: 'blocked', after: false }] }])).toEqual(found);
  expect(withoutPushed(found, [{ ...pushed, fields: [] }])).toEqual(found);
});

test('what the log of the gateway tells of a thing stands before what snapshots found of it', () => {
  const found = eventsBetween(state(T1, []), state(T2, [team('1', 'a')]));
  const [event] = found;
  if (event === undefined) throw new Error('no event');
  const entry = { ...event, source: 'gateway' as const, after: null, action: 'blocked', actor: 'kim' };
  expect(withoutLogged(found, [{ ...entry, at: T2 }])).toEqual([]);
  expect(withoutLogged(found, [{ ...entry, at: T1 }])).toEqual(found);
  expect(withoutLogged(found, [{ ...entry, at: T3 }])).toEqual(found);
  expect(withoutLogged(found, [{ ...entry, at: T2, id: '2' }])).toEqual(found);
  expect(withoutLogged(found, [{ ...entry, at: T2, kind: 'key' }])).toEqual(found);
});

test('what the group of everybody gets is told of the model, which is then open to all', () => {
  const model: Resource = { ...team('m1', 'small'), kind: 'model' };
  const everyone = (...models: string[]): Resource => ({
    ...team('0', 'Everyone', { models }),
    owner: 'server',
  });
  const sections: EventState['sections'] = (['team', 'model'] as const).map((kind) => ({
    kind,
    state: 'complete',
    count: 1,
  }));
  const events = eventsBetween(
    { ...state(T1, [everyone(), model]), sections },
    { ...state(T2, [everyone('small'), model]), sections },
  );
  expect(events.map(({ action, kind, name, detail }) => [action, kind, name, detail])).toEqual([
    ['update', 'model', 'small', 'openToAll: not set → true'],
  ]);
});
