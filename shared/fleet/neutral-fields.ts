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

/** Budgets by the id of whose they are; what is not named stays, and null takes one away. */
const budgets = v.nullable(
  v.record(v.string(), budget, 'Write a mapping: a member, a colon, and the budget, or null for none.'),
);

function isStorable(value: number | string): boolean {
  // Also asked of a text that was already found to be no number.
  if (typeof value === 'string') return !/^\d+$/.test(value) || BigInt(value) <= MOST;
  return value <= Number.MAX_SAFE_INTEGER;
}

const limits = { requestsPerMinute: limit, tokensPerMinute: limit };
const anything = v.any();
const seconds = v.pipe(
  v.number('Write a whole number of seconds.'),
  v.integer('Write a whole number of seconds.'),
  v.minValue(1, 'Write at least one second.'),
);

/**
 * Doubleword (dwctl 8.94.2, 10.13.1) keeps twelve digits of a price, eight of them decimals: it rounds a finer one without a
 * word, so that a smaller one would become free.
 */
const keptPrice = v.pipe(
  dollars,
  v.check(
    (value) => (value.split('.')[1] ?? '').length <= 8,
    'Write at most 8 decimals: the gateway rounds a finer price without a word, so that less than $0.01 a million tokens is free.',
  ),
  v.check(
    (value) => Number(value) < 10_000,
    'Write less than $10,000 a token, which is the most that the gateway keeps.',
  ),
);
const tariffs = v.array(
  v.strictObject(
    {
      name: v.string('Give the tariff its name.'),
      inputPrice: keptPrice,
      outputPrice: keptPrice,
      purpose: v.optional(text, null),
      completionWindow: v.optional(text, null),
    },
    'Write tariffs as { name, inputPrice, outputPrice, purpose, completionWindow }.',
  ),
  'Write the whole set of tariffs as a list; [] for a free model.',
);

/**
 * The neutral fields of each kind that can be wanted, as files spell them. Everything else of a gateway stands
 * under `settings`, in its own words.
 *
 * What only LiteLLM has of these (1.81.13, 1.106.2): `team.memberBudget`, what the team gives each of its members, and
 * `team.memberBudgets`, by their ids what members have of their own instead.
 *
 * What only Doubleword has of these (dwctl 10.13.1), and how it is meant when it is written:
 *
 * - `model.tariffs`: the whole set of prices in force, by purpose of the key (`realtime`, `batch`, `playground`; null for
 *   every purpose) and by completion window. Writing replaces the set. `inputPrice` and `outputPrice` are what a call with a
 *   realtime key pays by them; where both are wanted they have to agree.
 * - `model.requestsPerMinute`, `key.requestsPerMinute`: 60 times its `requests_per_second`, exact; the burst is
 *   `settings.burst_size`. Null takes a model's away; a key's can be changed there and never taken away.
 * - `key.budget`: its spend limit; `period` is `1d`, `7d` or `1mo`, by the calendar in UTC, or null for good.
 * - `key.user`, `webhook.user`: who it belongs to, the id of a user or of an organization.
 * - `team.members`: edges; ids of users and organizations. `team.models`: edges; public names.
 * - `team.toolSources`, `model.toolSources`: edges; names of tool sources.
 * - `user.roles`: its own roles, without StandardUser, which everybody has.
 * - `organization.owners`, `admins`, `members`: ids of users, each in one of the three. `keyManagers`: those of the members who
 *   may manage its keys; owners and admins may anyway.
 * - `probe.model`: the public name of the model, which has one probe at most.
 * - `grant`: an entry that is wanted in the ledger, once: its name is its `source_id` (`console:…`), and `amount` US dollars of
 *   which 15 decimals are kept. What is in the ledger stays there; `type: admin_removal` takes from a balance.
 * - `webhook.events`: what it is told of; null for everything.
 */
export const NEUTRAL_FIELDS: Readonly<
  Partial<Record<ResourceKind, Readonly<Record<string, v.GenericSchema>>>>
> = {
  model: {
    target: text,
    inputPrice: price,
    outputPrice: price,
    tariffs,
    ...limits,
    toolSources: names,
  },
  endpoint: {},
  probe: { model: text, intervalSeconds: seconds, active: truth },
  accessGroup: { models: names, teams: names, keys: names, budget },
  credential: { values: names },
  toolSource: {},
  team: {
    models: names,
    budget,
    ...limits,
    blocked: truth,
    members: names,
    memberBudget: budget,
    memberBudgets: budgets,
    toolSources: names,
  },
  user: { role: text, roles: names, models: names, budget, ...limits },
  key: { team: text, user: text, models: names, budget, ...limits, blocked: truth },
  customer: { blocked: truth, budget, ...limits },
  tag: { models: names, budget, ...limits },
  budget: { budget, ...limits },
  organization: {
    models: names,
    budget,
    ...limits,
    roles: names,
    owners: names,
    admins: names,
    members: names,
    keyManagers: names,
  },
  webhook: { user: text, active: truth, events: v.nullable(names) },
  grant: {
    user: text,
    type: v.picklist(['admin_grant', 'admin_removal'], 'Write admin_grant or admin_removal.'),
    amount: dollars,
  },
  guardrail: {},
  guardrailPolicy: {},
  policyAttachment: {},
  setting: { value: anything },
};

/** The kinds that can be wanted: all that a gateway does not only report. */
export const WANTED_KINDS: readonly ResourceKind[] = Object.keys(NEUTRAL_FIELDS) as ResourceKind[];
