import * as v from 'valibot';

import { plainDecimal } from '../plan/decimal.ts';

const name = v.pipe(
  v.string(),
  v.minLength(1, 'A name is empty.'),
  v.maxLength(300, 'A name has at most 300 characters.'),
);

/** `300 USD`, `0.5 USD`: an amount that is exact to a nano-dollar. Becomes decimal text without needless zeros. */
const amount = v.pipe(
  v.string('Write an amount with its currency, such as "300 USD".'),
  v.regex(
    /^\d{1,9}(?:\.\d{1,9})? USD$/,
    'Write an amount in US dollars, such as "300 USD", with at most nine decimals.',
  ),
  v.transform((text) => plainDecimal(text.slice(0, -' USD'.length)) ?? '0'),
);

/** As LiteLLM 1.106.2 spells durations; null never resets. */
const period = v.nullable(
  v.pipe(
    v.string('Write a period such as 30d or 1mo, or null for a budget that never resets.'),
    v.regex(
      /^[1-9]\d{0,4}(?:s|m|h|d|w|mo)$/,
      'Write a period such as 1d, 7d, 30d or 1mo, or null for a budget that never resets.',
    ),
  ),
);

const limit = v.nullable(
  v.pipe(
    v.number('Write a whole number, or null for no limit.'),
    v.integer('Write a whole number, or null for no limit.'),
    v.minValue(0, 'A limit cannot be negative.'),
    v.maxValue(Number.MAX_SAFE_INTEGER, 'This number is too large.'),
  ),
);

const list = v.array(name, 'Write a list, such as [gpt-4o, claude-sonnet].');

/** A record whose keys are names; an empty one may be written as nothing (`teams:`). */
function named<const Item extends v.GenericSchema>(item: Item) {
  return v.optional(v.nullable(v.record(name, item, 'Write a mapping: a name, a colon, and what it holds.')));
}

const TeamSchema = v.strictObject({
  models: v.optional(
    v.union([v.literal('all'), list], 'Write a list of models and model groups, or "all"; [] is none.'),
  ),
  budget: v.optional(
    v.nullable(
      v.strictObject(
        { limit: amount, period },
        'Write budget: { limit: "300 USD", period: 30d }, or null for none.',
      ),
    ),
  ),
  limits: v.optional(
    v.strictObject(
      { requestsPerMinute: v.optional(limit), tokensPerMinute: v.optional(limit) },
      'Write limits: { requestsPerMinute: 60 }.',
    ),
  ),
  environments: v.optional(list),
});

/** The policy file as it is written. An absent key means: leave it as it is. */
export const PolicySchema = v.strictObject({
  version: v.literal(1, 'Write "version: 1"; this release reads no other.'),
  modelGroups: named(list),
  teams: named(v.nullable(TeamSchema, {})),
});

/** What the policy says of one team. */
export type PolicyTeam = NonNullable<v.InferOutput<typeof TeamSchema>>;

/** Our neutral file: one set of rules for all gateways. */
export interface Policy {
  readonly modelGroups: ReadonlyMap<string, readonly string[]>;
  readonly teams: ReadonlyMap<string, PolicyTeam>;
}

/** The models that a team's list names: groups resolved, sorted, each once; null for "all". */
export function resolveModels(policy: Policy, models: readonly string[] | 'all'): readonly string[] | null {
  if (models === 'all') return null;
  const names = models.flatMap((entry) => policy.modelGroups.get(entry) ?? [entry]);
  return [...new Set(names)].sort();
}
