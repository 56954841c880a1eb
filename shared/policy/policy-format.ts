import * as v from 'valibot';

import { plainDecimal } from '../plan/decimal.ts';
import { isNoList } from './to-json-schema.ts';

/**
 * The policy file as it is written: the one definition from which files are read, the published JSON Schema is made, and
 * the editor explains and completes. What no schema can say (that names exist, that groups have no cycle) is checked
 * beside it, in `policy-names.ts` and its neighbours.
 */

/** What a role may allow. */
export const PERMISSIONS = [
  'use-models',
  'own-keys',
  'team-keys',
  'team-members',
  'see-own-usage',
  'see-team-usage',
  'see-everything',
  'change-settings',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** How the periods of this file are spelled by LiteLLM, which they become when they are read. */
const NAMED_PERIODS: Readonly<Record<string, string>> = { day: '1d', week: '7d', month: '1mo' };

const name = v.pipe(
  v.string('Write a name.'),
  v.minLength(1, 'A name is empty.'),
  v.maxLength(300, 'A name has at most 300 characters.'),
);

/** A mapping, and never a list, which valibot takes for an empty one. */
function mapping<const Schema extends v.GenericSchema>(schema: Schema, words: string) {
  return v.pipe(v.unknown(), v.check(isNoList, words), schema);
}

function describedAs<const Schema extends v.GenericSchema>(schema: Schema, words: string) {
  return v.pipe(schema, v.description(words));
}

const AMOUNT = 'Write an amount with its currency, such as "300 USD".';

/** `300 USD`, `0.5 USD`: an amount that is exact to a nano-dollar. Becomes decimal text without needless zeros. */
const amount = v.pipe(
  v.string(({ input }) => (typeof input === 'number' && input < 0 ? NEGATIVE : AMOUNT)),
  v.regex(/^\d{1,9}(?:\.\d{1,9})? USD$/, ({ input }) =>
    input.trim().startsWith('-')
      ? NEGATIVE
      : 'Write an amount in US dollars, such as "300 USD", with at most nine decimals.',
  ),
  v.transform((text) => plainDecimal(text.slice(0, -' USD'.length)) ?? '0'),
);
const NEGATIVE =
  'A budget cannot be negative: write 0 USD for one that the first cost passes, or null for no budget.';

const SEVERAL_MONTHS =
  'No gateway has periods of several months: write month, or a number of days, such as 60d.';

const PERIOD =
  'Write a period: day, week, month, or such as 1d, 7d, 30d, 1mo; null for a budget that never starts anew.';

/** Becomes LiteLLM's spelling (1.81.13, 1.106.2); null never starts anew. */
const period = v.nullable(
  v.pipe(
    v.string(PERIOD),
    v.regex(/^(?:day|week|month|1mo|[1-9]\d{0,4}[smhdw])$/, ({ input }) =>
      /^\d+mo$/.test(input) ? SEVERAL_MONTHS : PERIOD,
    ),
    v.transform((text) => NAMED_PERIODS[text] ?? text),
    v.metadata({ examples: ['day', 'week', 'month', '1d', '7d', '30d', '1mo'] }),
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

const timeZone = v.pipe(
  v.string('Write a time zone, such as Europe/Berlin.'),
  v.regex(/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/, 'Write a time zone, such as Europe/Berlin or UTC.'),
);

const alertAt = v.array(
  v.pipe(
    v.number('Write a percentage, such as 80.'),
    v.integer('Write whole percentages, such as 80.'),
    v.minValue(1, 'An alert comes at 1 % or more.'),
    v.maxValue(100, 'An alert comes at 100 % at the latest.'),
  ),
  'Write a list of percentages, such as [80, 95].',
);

const models = describedAs(
  v.union([v.literal('all'), list], 'Write a list of models and model groups, or "all"; [] is none.'),
  'Models and model groups that may be used; "all" for every model, [] for none. Left out: as it is on the gateway.',
);

const BUDGET = 'Write budget: { limit: "300 USD", period: 30d }, or null for none.';

const budget = describedAs(
  v.nullable(
    mapping(
      v.strictObject(
        {
          limit: describedAs(amount, 'The most that may be spent in a period. More is refused.'),
          period: describedAs(
            period,
            'When the budget starts anew: day, week, month, or as gateways spell it (1d, 7d, 30d, 1mo); null for never.',
          ),
          soft: v.exactOptional(
            describedAs(amount, 'From here on the gateway or the review alerts; nothing is refused.'),
          ),
          timeZone: v.exactOptional(
            describedAs(timeZone, 'The zone whose midnight ends a period; that of the file when left out.'),
          ),
          alertAt: v.exactOptional(
            describedAs(
              alertAt,
              'Percentages of the limit at which to alert; those of the file when left out.',
            ),
          ),
        },
        BUDGET,
      ),
      BUDGET,
    ),
  ),
  'What may be spent; null takes a budget away. Left out: as it is on the gateway.',
);

const modelBudgets = describedAs(
  mapping(
    v.record(name, v.nonNullable(budget, BUDGET), 'Write a mapping: a model, a colon, and its budget.'),
    'Write a mapping: a model, a colon, and its budget.',
  ),
  'What may be spent on single models.',
);

const memberBudgets = describedAs(
  mapping(
    v.record(name, v.nonNullable(budget, BUDGET), 'Write a mapping: a member, a colon, and the budget.'),
    'Write a mapping: a member, a colon, and the budget.',
  ),
  'Members who may spend something else within the team, all of them; {} for none. Left out: as they are on the gateway.',
);

const limits = describedAs(
  mapping(
    v.strictObject(
      {
        requestsPerMinute: v.optional(describedAs(limit, 'Requests a minute; null for no limit.')),
        tokensPerMinute: v.optional(describedAs(limit, 'Tokens a minute; null for no limit.')),
        parallelRequests: v.optional(describedAs(limit, 'Requests at the same time; null for no limit.')),
      },
      'Write limits: { requestsPerMinute: 60 }.',
    ),
    'Write limits: { requestsPerMinute: 60 }.',
  ),
  'How much may be asked at once. Left out: as it is on the gateway.',
);

/** A record whose keys are names; an empty one may be written as nothing (`teams:`). */
function named<const Item extends v.GenericSchema>(item: Item, words: string) {
  return v.optional(
    describedAs(
      v.nullable(
        mapping(
          v.record(name, item, 'Write a mapping: a name, a colon, and what it holds.'),
          'Write a mapping: a name, a colon, and what it holds.',
        ),
      ),
      words,
    ),
  );
}

const access = {
  models: v.exactOptional(models),
  budget: v.exactOptional(budget),
  modelBudgets: v.exactOptional(modelBudgets),
  limits: v.exactOptional(limits),
};

const members = v.pipe(
  v.union(
    [list, mapping(v.record(name, v.nullable(name)), 'Write a mapping.')],
    'Write a list of users, or a mapping of users to their roles: { ana@example.com: admin }.',
  ),
  v.description(
    'All members of the team: a list of users, or a mapping of users to roles (power-user where none is named). Left out: as they are on the gateway.',
  ),
  v.transform((written): Readonly<Record<string, string>> =>
    Array.isArray(written)
      ? Object.fromEntries(written.map((user) => [user, DEFAULT_ROLE]))
      : Object.fromEntries(Object.entries(written).map(([user, role]) => [user, role ?? DEFAULT_ROLE])),
  ),
);
const DEFAULT_ROLE = 'power-user';

const TeamSchema = mapping(
  v.strictObject(
    {
      ...access,
      memberBudget: v.exactOptional(describedAs(budget, 'What each member may spend within the team.')),
      memberBudgets: v.exactOptional(memberBudgets),
      members: v.exactOptional(members),
      environments: v.exactOptional(
        describedAs(list, 'Environments of the nodes the team is for; every one when left out.'),
      ),
    },
    'Write a mapping of what the team may do.',
  ),
  'Write a mapping of what the team may do.',
);

const UserSchema = mapping(
  v.strictObject(
    {
      role: v.exactOptional(describedAs(name, 'The role of the user on the gateway itself.')),
      ...access,
    },
    'Write a mapping of what the user may do.',
  ),
  'Write a mapping of what the user may do.',
);

const KeySchema = mapping(
  v.strictObject(access, 'Write a mapping of what the key may do.'),
  'Write a mapping of what the key may do.',
);

const ModelSchema = mapping(
  v.strictObject(
    {
      budget: v.exactOptional(describedAs(budget, 'What all together may spend on the model.')),
      limits: v.exactOptional(limits),
    },
    'Write a mapping of what may be asked of the model.',
  ),
  'Write a mapping of what may be asked of the model.',
);

const RoleSchema = mapping(
  v.strictObject(
    {
      permissions: describedAs(
        v.array(
          v.picklist(PERMISSIONS, `Use one of: ${PERMISSIONS.join(', ')}.`),
          'Write a list of permissions.',
        ),
        'What the role allows.',
      ),
      description: v.exactOptional(describedAs(v.string('Write a text.'), 'Whom the role is for.')),
    },
    'Write a mapping with the permissions of the role.',
  ),
  'Write a mapping with the permissions of the role.',
);

const day = v.pipe(
  v.string('Write a day, such as 2026-12-31.'),
  v.regex(
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?Z)?$/,
    'Write a day, such as 2026-12-31, or an instant, such as 2026-12-31T18:00Z.',
  ),
);

const ExceptionSchema = mapping(
  v.strictObject(
    {
      team: v.exactOptional(describedAs(name, 'The team that the exception is for.')),
      user: v.exactOptional(describedAs(name, 'The user that the exception is for.')),
      key: v.exactOptional(describedAs(name, 'The key that the exception is for.')),
      reason: describedAs(
        v.pipe(v.string('Write why.'), v.minLength(1, 'Say why the exception is made.')),
        'Why it is made: a committee reads this.',
      ),
      from: v.exactOptional(describedAs(day, 'The first day it holds; from the beginning when left out.')),
      until: describedAs(day, 'The last day it holds, to its end; or the instant at which it ends.'),
      models: v.exactOptional(describedAs(list, 'Models and model groups that may be used as well.')),
      budget: v.exactOptional(describedAs(budget, 'The budget that holds meanwhile.')),
      limits: v.exactOptional(describedAs(limits, 'The limits that hold meanwhile.')),
    },
    'Write an exception: a team, user or key, reason and until, and what it may do.',
  ),
  'Write an exception: a team, user or key, reason and until, and what it may do.',
);

const DefaultsSchema = mapping(
  v.strictObject(
    {
      team: v.exactOptional(
        describedAs(
          mapping(
            v.strictObject({ ...access, memberBudget: v.exactOptional(budget) }, 'Write a mapping.'),
            'Write a mapping.',
          ),
          'For every team of this file that does not say otherwise.',
        ),
      ),
      user: v.exactOptional(
        describedAs(UserSchema, 'For every user of this file that does not say otherwise.'),
      ),
      key: v.exactOptional(describedAs(KeySchema, 'For every key of this file that does not say otherwise.')),
    },
    'Write defaults: { team: … }.',
  ),
  'Write defaults: { team: … }.',
);

/** The policy file as it is written. An absent key means: leave it as it is. */
export const PolicySchema = mapping(
  v.strictObject({
    version: describedAs(
      v.literal(1, 'Write "version: 1"; this release reads no other.'),
      'The version of the format.',
    ),
    timeZone: v.exactOptional(
      describedAs(timeZone, 'The zone whose midnight ends the periods of budgets; UTC when left out.'),
    ),
    alertAt: v.exactOptional(
      describedAs(alertAt, 'Percentages of every budget at which to alert; [80] when left out.'),
    ),
    roles: named(
      RoleSchema,
      'Roles and what they allow. admin, power-user and viewer are there without being named, and can be changed here.',
    ),
    modelGroups: named(list, 'Names for lists of models. A group may name other groups.'),
    models: named(ModelSchema, 'Budgets and limits of single models, whoever calls them.'),
    defaults: v.exactOptional(
      describedAs(
        DefaultsSchema,
        'What holds for the teams, users and keys of this file that say nothing of it.',
      ),
    ),
    teams: named(v.nullable(TeamSchema, {}), 'Teams by the name they have on every node.'),
    users: named(v.nullable(UserSchema, {}), 'Users by their e-mail address, alias or id.'),
    keys: named(v.nullable(KeySchema, {}), 'Keys by their alias; never the secret.'),
    exceptions: v.optional(
      describedAs(
        v.nullable(v.array(ExceptionSchema, 'Write a list of exceptions.')),
        'What is allowed for a time, and why. An exception that has ended is without effect, and is a finding.',
      ),
    ),
  }),
  'Write a mapping.',
);

export type PolicyTeam = v.InferOutput<typeof TeamSchema>;
export type PolicyUser = v.InferOutput<typeof UserSchema>;
export type PolicyKey = v.InferOutput<typeof KeySchema>;
export type PolicyModel = v.InferOutput<typeof ModelSchema>;
export type PolicyRole = v.InferOutput<typeof RoleSchema>;
export type PolicyException = v.InferOutput<typeof ExceptionSchema>;
export type PolicyDefaults = v.InferOutput<typeof DefaultsSchema>;
export type PolicyBudget = NonNullable<PolicyTeam['budget']>;
export type PolicyLimits = NonNullable<PolicyTeam['limits']>;
