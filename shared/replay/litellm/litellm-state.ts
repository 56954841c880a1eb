import type { Resource } from '../../fleet/snapshot.ts';
import { ALLOWED, NOT_EVALUABLE, ruleNumber } from '../replay-state.ts';
import type { ReplayCourse, ReplayState } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import { textOf } from '../neutral-values.ts';
import { courseOf } from './decide.ts';
import type { Caller, Holder, KeySubject, Refusal } from './decide.ts';
import { createBudgets } from './litellm-budgets.ts';
import { catalogueOf } from './litellm-catalogue.ts';
import { createLimits } from './litellm-limits.ts';
import { keySubject, teamSubject, userSubject } from './litellm-subjects.ts';
import { createModelList } from './model-list.ts';
import { relatedOf } from './related.ts';
import type { ReleaseRules } from './release-rules.ts';

/** Who calls, with what is asked of them. */
interface Held<Subject> {
  readonly resource: Resource;
  readonly subject: Subject;
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
  const catalogue = catalogueOf(resources, rules);
  const related = relatedOf(resources);
  const budgets = createBudgets(related, rules);
  const limits = createLimits(related, rules);
  const ofKind = <Subject>(
    kind: Holder,
    subjectOf: (resource: Resource) => Subject,
  ): ReadonlyMap<string, Held<Subject>> =>
    new Map(
      resources
        // What is yet to be made has no id, and no request came from it: not those of nobody's, either.
        .filter((resource) => resource.kind === kind && resource.id !== '')
        .map((resource) => [resource.id, { resource, subject: subjectOf(resource) }]),
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
    const callers = { key: key?.resource, team: team?.resource, user: user?.resource };
    const { checked, charged } = budgets.of(callers, combination, met.budgets, met.end === null);
    const asksLimits = met.end === null && without.limits !== true;
    return {
      budgets: checked,
      limits: asksLimits ? limits.of(callers, combination.model, combination.customer ?? '') : [],
      end: endOf(met.end, catalogue.isKnown(combination.model)),
      charged,
      isKeyKnown: key !== undefined,
    };
  }

  const courses = combinations.map(course);
  return { budgets: budgets.all, limits: limits.all, counting: rules.limits, courses, remarks: [], zone };
}

const LOST: ReplayCourse = { budgets: [], limits: [], end: NOT_EVALUABLE, charged: [], isKeyKnown: false };

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
