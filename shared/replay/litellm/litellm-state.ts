import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import { ALLOWED, NOT_EVALUABLE, ruleNumber } from '../replay-state.ts';
import type { ReplayBudget, ReplayCourse, ReplayState } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import { nanoOf, textOf } from '../neutral-values.ts';
import { courseOf } from './decide.ts';
import type { Caller, Holder, KeySubject, Refusal } from './decide.ts';
import { catalogueOf } from './litellm-catalogue.ts';
import { createLimits } from './litellm-limits.ts';
import { keySubject, teamSubject, userSubject } from './litellm-subjects.ts';
import { createModelList } from './model-list.ts';
import type { ReleaseRules } from './release-rules.ts';

/** What of a holder is needed beside what a verdict is made of. */
interface Held<Subject> {
  readonly id: string;
  readonly subject: Subject;
  /** The number of its budget; null without one. */
  readonly budget: number | null;
}

/**
 * Makes what a LiteLLM node holds, or is wanted to hold, ready for the combinations of a log. Who a key belongs to is what
 * the node says, as rows of refused requests do not. A key that the node does not know has no rules of its own, and its
 * team's are asked; without a team that is known the request cannot be evaluated.
 *
 * @param resources of one node; spend that they report is not looked at
 * @param zone by whose clock budgets start anew, an IANA name
 * @param without what is not looked at
 */
export function litellmState(
  resources: readonly Resource[],
  combinations: readonly Combination[],
  rules: ReleaseRules,
  zone: string,
  without: { readonly limits?: boolean } = {},
): ReplayState {
  const budgets: ReplayBudget[] = [];
  const catalogue = catalogueOf(resources, rules);
  const limits = createLimits(rules);
  const addBudget = (holder: Holder, { id, fields }: Resource): number | null => {
    const budget = fields['budget'];
    if (!isJsonObject(budget)) return null;
    const max = nanoOf(budget['limit']);
    if (max === null) return null;
    const period = typeof budget['period'] === 'string' ? budget['period'] : null;
    const rule = ruleNumber(`${holder}-budget`);
    return budgets.push({ holder, id, max, period, bound: rules.budgets[holder], rule }) - 1;
  };
  const ofKind = <Subject>(
    kind: Holder,
    subjectOf: (resource: Resource) => Subject,
  ): ReadonlyMap<string, Held<Subject> & { readonly resource: Resource }> =>
    new Map(
      resources
        // What is yet to be made has no id, and no request is its.
        .filter((resource) => resource.kind === kind && resource.id !== '')
        .map((resource) => {
          const held = { id: resource.id, subject: subjectOf(resource), budget: addBudget(kind, resource) };
          return [resource.id, { ...held, resource }];
        }),
    );
  const keys = ofKind('key', keySubject);
  const teams = ofKind('team', teamSubject);
  const users = ofKind('user', userSubject);

  function course(combination: Combination): ReplayCourse {
    const key = keys.get(combination.key);
    const teamId = key === undefined ? combination.team : textOf(key.resource.fields['team']);
    const userId = key === undefined ? combination.user : textOf(key.resource.fields['user']);
    const team = teams.get(teamId);
    const user = users.get(userId);
    const isLost = teamId !== '' && team === undefined;
    if (combination.model === '' || isLost || (key === undefined && team === undefined)) return LOST;
    const caller: Caller = {
      key: key?.subject ?? NO_KEY,
      team: team?.subject ?? null,
      user: user?.subject ?? null,
    };
    const met = courseOf(caller, combination.model, catalogue, rules);
    const isAdmitted = met.end === null && without.limits !== true;
    const numbers = { key: key?.budget, team: team?.budget, user: user?.budget };
    const present = (numbers: readonly (number | null | undefined)[]): readonly number[] =>
      numbers.filter((number) => typeof number === 'number');
    return {
      budgets: present(met.budgets.map((holder) => numbers[holder])),
      limits: isAdmitted
        ? limits.of({ key: key?.resource, team: team?.resource, user: user?.resource }, combination.model)
        : [],
      end: endOf(met.end, catalogue.isKnown(combination.model)),
      charged: present([numbers.key, numbers.team, numbers.user]),
    };
  }

  const courses = combinations.map(course);
  return { budgets, limits: limits.all, counting: rules.limits, courses, zone };
}

const LOST: ReplayCourse = { budgets: [], limits: [], end: NOT_EVALUABLE, charged: [] };

/** Of a key that the node does not know. The team decides. */
const NO_KEY: KeySubject = {
  models: createModelList(['all-team-models']),
  blocked: false,
  budget: { max: null, spent: 0 },
  aliases: new Map(),
};

function endOf(end: Refusal | null, isKnown: boolean): number {
  switch (end?.check) {
    case undefined:
      return isKnown ? ALLOWED : ruleNumber('unknown-model');
    case 'blocked':
      return ruleNumber(`${end.holder}-blocked`);
    case 'models':
      return ruleNumber(`${end.holder}-models`);
    case 'no-models':
      return ruleNumber('user-no-models');
    case 'budget':
      return ruleNumber(`${end.holder}-budget`);
    case 'unknown-model':
      return ruleNumber('unknown-model');
  }
}
