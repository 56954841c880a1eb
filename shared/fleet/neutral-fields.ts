import * as v from 'valibot';

import { plainDecimal } from '../plan/decimal.ts';
import type { ResourceKind } from './snapshot.ts';

const names = v.pipe(
  v.array(v.string(), 'Write a list, such as [gpt-4o, claude-sonnet].'),
  v.transform((list) => [...new Set(list)].sort()),
);
const text = v.nullable(v.string('Write a text, or null for none.'));
/** Limits are 64-bit whole numbers in LiteLLM's database (1.81.13, 1.106.2). */
const MOST = 2n ** 63n - 1n;

const limit = v.nullable(
  v.pipe(
    v.union(
      [v.number(), v.pipe(v.string(), v.regex(/^\d+$/))],
      'Write a whole number, or null for no limit.',
    ),
    v.check((value) => typeof value === 'string' || Number.isInteger(value), 'Write a whole number.'),
    v.check((value) => Number(value) >= 0, 'A limit cannot be negative.'),
    v.check(isStorable, `Write at most ${MOST.toString()}, which is the most that a gateway keeps.`),
  ),
);
const truth = v.boolean('Write true or false.');

/** `100`, `"100"` or `100 USD`: US dollars. Becomes plain decimal text. */
const dollars = v.pipe(
  v.union([v.number(), v.string()], 'Write an amount of US dollars, such as "100".'),
  v.transform((value) => plainDecimal(typeof value === 'string' ? value.replace(/ USD$/, '') : value)),
  v.string('Write an amount of US dollars, such as "100".'),
  v.check((value) => !value.startsWith('-'), 'An amount cannot be negative.'),
);
const price = v.nullable(dollars);
const budget = v.nullable(
  v.strictObject(
    { limit: dollars, period: v.optional(text, null) },
    'Write budget: { limit: "100", period: 30d }, or null for none.',
  ),
);

function isStorable(value: number | string): boolean {
  // Also asked of a text that was already found to be no number.
  if (typeof value === 'string') return !/^\d+$/.test(value) || BigInt(value) <= MOST;
  return value <= Number.MAX_SAFE_INTEGER;
}

const limits = { requestsPerMinute: limit, tokensPerMinute: limit };
const anything = v.any();

/**
 * The neutral fields of each kind that can be wanted, as files spell them. Everything else of a gateway stands
 * under `settings`, in its own words.
 */
export const NEUTRAL_FIELDS: Readonly<
  Partial<Record<ResourceKind, Readonly<Record<string, v.GenericSchema>>>>
> = {
  model: { target: text, inputPrice: price, outputPrice: price, ...limits },
  accessGroup: { models: names, teams: names, keys: names, budget },
  credential: { values: names },
  team: { models: names, budget, ...limits, blocked: truth, members: names },
  user: { role: text, models: names, budget, ...limits },
  key: { team: text, user: text, models: names, budget, ...limits, blocked: truth },
  customer: { blocked: truth, budget, ...limits },
  tag: { models: names, budget, ...limits },
  budget: { budget, ...limits },
  organization: { models: names, budget, ...limits },
  guardrail: {},
  guardrailPolicy: {},
  policyAttachment: {},
  setting: { value: anything },
};

/** The kinds that can be wanted: all that a gateway does not only report. */
export const WANTED_KINDS: readonly ResourceKind[] = Object.keys(NEUTRAL_FIELDS) as ResourceKind[];
