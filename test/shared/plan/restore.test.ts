import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { fieldChanges } from '../../../shared/plan/field-changes.ts';
import { restoreFields } from '../../../shared/plan/restore.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
const limit = fc.option(fc.nat(9), { nil: null });
const budget = fc.option(
  fc.record({ limit: fc.nat(99).map(String), period: fc.constantFrom(null, '7d', '30d') }),
  { nil: null },
);
/** A team's fields, and settings of its own one level deep. */
const team = fc.record({
  models: names,
  members: names,
  requestsPerMinute: limit,
  budget,
  memberBudgets: fc.dictionary(fc.constantFrom('ana', 'ben', 'eve'), budget, { maxKeys: 3 }),
  settings: fc.record({
    metadata: fc.dictionary(fc.constantFrom('x', 'y'), limit, { maxKeys: 2 }),
    permissions: names,
  }),
});
const PARTS = ['models', 'members', 'requestsPerMinute', 'budget', 'memberBudgets', 'settings'] as const;
const parts = fc.subarray([...PARTS], { minLength: 1 });

/** What an update leaves behind: fields whole, settings and what members have entry by entry. */
function applied(held: JsonObject, wanted: JsonObject): JsonObject {
  const settings = wanted['settings'] as JsonObject | undefined;
  const own = held['settings'] as JsonObject;
  const merged = Object.entries(settings ?? {}).map(([key, value]): [string, JsonValue] => {
    const before = own[key];
    const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [key, isMapping ? { ...(before as JsonObject), ...(value as JsonObject) } : value];
  });
  return {
    ...held,
    ...wanted,
    memberBudgets: {
      ...(held['memberBudgets'] as JsonObject),
      ...(wanted['memberBudgets'] as JsonObject | undefined),
    },
    settings: { ...own, ...Object.fromEntries(merged) },
  };
}

describe('setting back what an update set', () => {
  it('gives the state before, whatever it was, and wants nothing where nothing changed', () => {
    fc.assert(
      fc.property(team, team, parts, fc.boolean(), (before, after, chosen, isWhole) => {
        const wanted = Object.fromEntries(chosen.map((part) => [part, after[part]])) as JsonObject;
        const now = applied(before, wanted);
        const restored = restoreFields('team', before, wanted, now, isWhole);
        expect(fieldChanges('team', before, applied(now, restored.wanted))).toEqual([]);
        expect(restored).toMatchObject({ others: [], secrets: [] });
        const again = restoreFields('team', before, wanted, before, isWhole);
        expect(again.wanted).toEqual({});
      }),
    );
  });

  it('leaves in a list what others put in, and out what others took out', () => {
    fc.assert(
      fc.property(names, names, names, names, (before, set, added, removed) => {
        const now = [...new Set([...set, ...added])].filter((name) => !removed.includes(name));
        const { wanted } = restoreFields(
          'team',
          { members: before },
          { members: set },
          { members: now },
          true,
        );
        const members = (wanted['members'] ?? now) as readonly string[];
        for (const name of now)
          expect(members.includes(name)).toBe(before.includes(name) || !set.includes(name));
        for (const name of before) if (!set.includes(name)) expect(members).toContain(name);
      }),
    );
  });

  it('leaves a field that somebody else set since, unless the operation ended half-way', () => {
    const sides = [{ requestsPerMinute: 1 }, { requestsPerMinute: 2 }, { requestsPerMinute: 3 }] as const;
    expect(restoreFields('team', ...sides, true)).toEqual({
      wanted: {},
      others: ['requestsPerMinute'],
      secrets: [],
    });
    expect(restoreFields('team', ...sides, false).wanted).toEqual({ requestsPerMinute: 1 });
  });

  it.each(['https://hooks.slack.com/services/‹hidden›', secretReference('X'), [{ url: 'a ‹hidden›' }]])(
    'never sets back %s',
    (was) => {
      const restored = restoreFields(
        'team',
        { settings: { metadata: { hook: was } } },
        { settings: { metadata: { hook: 'new' } } },
        { settings: { metadata: { hook: 'new' } } },
        true,
      );
      expect(restored).toEqual({ wanted: {}, others: [], secrets: ['settings.metadata.hook'] });
    },
  );

  it('says which secrets cannot come back', () => {
    const [before, wanted] = [
      { settings: { api_key: '***', x: 1 } },
      { settings: { api_key: secretReference('NEW'), x: 2 } },
    ];
    const restored = restoreFields('model', before, wanted, { settings: { api_key: '***', x: 2 } }, true);
    expect(restored).toEqual({ wanted: { settings: { x: 1 } }, others: [], secrets: ['settings.api_key'] });
  });
});
