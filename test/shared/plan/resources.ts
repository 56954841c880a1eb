import fc from 'fast-check';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';

/** A team as a snapshot has it. */
export function team(name: string, fields: JsonObject = {}, rest: Partial<Resource> = {}): Resource {
  return {
    kind: 'team',
    id: `id-${name}`,
    name,
    owner: 'database',
    fields,
    settings: {},
    observed: {},
    ...rest,
  };
}

const names = fc.constantFrom('payments', 'search', 'ops', 'risk', 'web');
const models = fc.uniqueArray(fc.constantFrom('gpt-4o', 'claude-sonnet', 'text-embed', '*'), {
  maxLength: 3,
});
const limit = fc.option(fc.integer({ min: 0, max: 999 }));
const budget = fc.option(
  fc.record({
    limit: fc.integer({ min: 0, max: 99_999 }).map((cents) => String(cents / 100)),
    period: fc.constantFrom('30d', '1mo', null),
  }),
);

/** Neutral fields of a team. */
export const teamFields: fc.Arbitrary<JsonObject> = fc.record(
  { models, budget, requestsPerMinute: limit, tokensPerMinute: limit, members: models },
  { requiredKeys: [] },
);

/** Teams, names may repeat; ids never do. */
export const teams: fc.Arbitrary<Resource[]> = fc
  .array(
    fc.tuple(names, teamFields, fc.dictionary(fc.constantFrom('tags', 'note'), models, { maxKeys: 2 })),
    {
      maxLength: 6,
    },
  )
  .map((rows) =>
    rows.map(([name, fields, settings], index) => team(name, fields, { id: `t${index}`, settings })),
  );

/** Teams with names of their own. */
export const distinctTeams = teams.map((list) => [
  ...new Map(list.map((item) => [item.name, item])).values(),
]);
