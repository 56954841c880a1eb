import { budgetWords, limitWords, modelWords } from './policy-words.ts';
import {
  BUILT_IN_ROLES,
  resolveModels,
  type Policy,
  type PolicyBudget,
  type PolicyLimits,
  type PolicyRole,
} from './policy.ts';
import { holdsAt, resolvePolicy } from './resolve.ts';

/** The kinds of rule that a policy has. */
export type RuleKind =
  | `${'team' | 'user' | 'key'}.${'models' | 'budget' | 'soft' | 'modelBudget'}`
  | `${'team' | 'user' | 'key' | 'model'}.${'requests' | 'tokens' | 'parallel'}`
  | `team.${'members' | 'memberRole' | 'memberBudget' | 'ownMemberBudget'}`
  | `model.${'budget' | 'soft'}`
  | 'user.role'
  | 'roles'
  | 'alerts'
  | 'exception';

/** One rule, as far as a gateway has to know it. */
export interface RuleValue {
  /** Groups resolved; null for every model. */
  readonly models?: readonly string[] | null;
  readonly budget?: PolicyBudget | null;
  readonly limit?: number | null;
  readonly role?: PolicyRole;
  /** The budgets that members have of their own are named, too, all of them. */
  readonly namesOwn?: boolean;
  /** The zone whose midnight ends a period. */
  readonly timeZone: string;
}

/** One rule of a policy, with where it stands and what it says. */
export interface PolicyRule {
  readonly kind: RuleKind;
  readonly path: readonly string[];
  /** Whom it is for; empty for what is for all. */
  readonly name: string;
  readonly says: string;
  readonly value: RuleValue;
}

/** What teams, users, keys and models have alike. */
interface Subject {
  readonly models?: readonly string[] | 'all';
  readonly budget?: PolicyBudget | null;
  readonly modelBudgets?: Readonly<Record<string, PolicyBudget>>;
  readonly limits?: PolicyLimits;
}

const LIMITS = [
  ['requestsPerMinute', 'requests', 'requests a minute'],
  ['tokensPerMinute', 'tokens', 'tokens a minute'],
  ['parallelRequests', 'parallel', 'requests at the same time'],
] as const;

/**
 * Every rule of a policy, one by one, in the order of its sections, with defaults and exceptions worked in as they hold at
 * an instant. Pure.
 * @param environment teams for other environments are left out
 */
export function rulesOfPolicy(written: Policy, environment: string, at: string): readonly PolicyRule[] {
  const policy = resolvePolicy(written, at);
  return [
    ...general(policy),
    ...[...policy.models].flatMap(([name, model]) =>
      subjectRules(policy, 'model', ['models', name], name, model),
    ),
    ...[...policy.teams].flatMap(([name, team]) =>
      team.environments !== undefined && !team.environments.includes(environment)
        ? []
        : [...subjectRules(policy, 'team', ['teams', name], name, team), ...teamRules(policy, name)],
    ),
    ...[...policy.users].flatMap(([name, user]) => [
      ...roleRule(policy, name, user.role),
      ...subjectRules(policy, 'user', ['users', name], name, user),
    ]),
    ...[...policy.keys].flatMap(([name, key]) => subjectRules(policy, 'key', ['keys', name], name, key)),
    ...exceptionRules(written, at),
  ];
}

function general({ alertAt, roles, timeZone }: Policy): readonly PolicyRule[] {
  const own = [...roles].filter(([name, role]) => BUILT_IN_ROLES.get(name) !== role);
  return [
    {
      kind: 'alerts',
      path: ['alertAt'],
      name: '',
      says: `alert at ${alertAt.map((percent) => `${percent} %`).join(', ')} of a budget`,
      value: { timeZone },
    },
    ...own.map(([name, role]): PolicyRule => ({
      kind: 'roles',
      path: ['roles', name],
      name,
      says: role.permissions.length === 0 ? 'no permission' : role.permissions.join(', '),
      value: { timeZone, role },
    })),
  ];
}

function subjectRules(
  policy: Policy,
  subject: 'team' | 'user' | 'key' | 'model',
  path: readonly string[],
  name: string,
  { models, budget, modelBudgets = {}, limits = {} }: Subject,
): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  const add = (
    kind: RuleKind,
    at: readonly string[],
    says: string,
    value: Omit<RuleValue, 'timeZone'>,
  ): void => {
    const timeZone = value.budget?.timeZone ?? policy.timeZone;
    rules.push({ kind, path: [...path, ...at], name, says, value: { ...value, timeZone } });
  };
  if (subject !== 'model' && models !== undefined) {
    const resolved = resolveModels(policy, models);
    add(`${subject}.models`, ['models'], modelWords(resolved), { models: resolved });
  }
  if (budget !== undefined) {
    add(`${subject}.budget`, ['budget'], budgetWords(budget), { budget });
    if (budget?.soft !== undefined)
      add(`${subject}.soft`, ['budget', 'soft'], `alert from ${budget.soft} USD on`, { budget });
  }
  if (subject !== 'model') {
    for (const [model, own] of Object.entries(modelBudgets))
      add(`${subject}.modelBudget`, ['modelBudgets', model], `${budgetWords(own)} on ${model}`, {
        budget: own,
      });
  }
  for (const [field, what, words] of LIMITS) {
    const limit = limits[field];
    if (limit !== undefined)
      add(`${subject}.${what}`, ['limits', field], limitWords(limit, words), { limit });
  }
  return rules;
}

function teamRules(policy: Policy, name: string): readonly PolicyRule[] {
  const { members, memberBudget, memberBudgets } = policy.teams.get(name) ?? {};
  const { timeZone } = policy;
  const rules: PolicyRule[] = [];
  if (memberBudget !== undefined) {
    rules.push({
      kind: 'team.memberBudget',
      path: ['teams', name, 'memberBudget'],
      name,
      says: `${budgetWords(memberBudget)} for each member`,
      value: {
        budget: memberBudget,
        namesOwn: memberBudgets !== undefined,
        timeZone: memberBudget?.timeZone ?? timeZone,
      },
    });
  }
  for (const [user, budget] of Object.entries(memberBudgets ?? {})) {
    rules.push({
      kind: 'team.ownMemberBudget',
      path: ['teams', name, 'memberBudgets', user],
      name,
      says: `${budgetWords(budget)} for ${user}`,
      value: { budget, timeZone: budget.timeZone ?? timeZone },
    });
  }
  if (members === undefined) return rules;
  const users = Object.entries(members);
  rules.push({
    kind: 'team.members',
    path: ['teams', name, 'members'],
    name,
    says: users.length === 1 ? '1 member' : `${users.length} members`,
    value: { timeZone },
  });
  for (const [user, roleName] of users) {
    const role = policy.roles.get(roleName);
    if (role === undefined) continue;
    rules.push({
      kind: 'team.memberRole',
      path: ['teams', name, 'members', user],
      name,
      says: `${user} is ${roleName}`,
      value: { timeZone, role },
    });
  }
  return rules;
}

function roleRule(policy: Policy, name: string, roleName: string | undefined): readonly PolicyRule[] {
  const role = roleName === undefined ? undefined : policy.roles.get(roleName);
  if (role === undefined || roleName === undefined) return [];
  return [
    {
      kind: 'user.role',
      path: ['users', name, 'role'],
      name,
      says: roleName,
      value: { timeZone: policy.timeZone, role },
    },
  ];
}

/** Exceptions that hold. What they allow is worked into the rules above. */
function exceptionRules({ exceptions, timeZone }: Policy, at: string): readonly PolicyRule[] {
  return exceptions.flatMap((exception, index): PolicyRule[] =>
    holdsAt(exception, timeZone, Date.parse(at))
      ? [
          {
            kind: 'exception',
            path: ['exceptions', String(index)],
            name: exception.team ?? exception.user ?? exception.key ?? '',
            says: `until ${exception.until}: ${exception.reason}`,
            value: { timeZone },
          },
        ]
      : [],
  );
}
