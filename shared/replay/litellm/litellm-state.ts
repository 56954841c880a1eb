import type { Resource } from '../../fleet/snapshot.ts';
import { NOT_EVALUABLE } from '../replay-state.ts';
import type { ReplayCourse, ReplayState } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import { textOf } from '../neutral-values.ts';
import { accessGroupsOf } from './access-groups.ts';
import { budgetClockOf } from './budget-clock.ts';
import { createCallerCourses } from './caller-courses.ts';
import type { Caller, Holder, KeySubject } from './decide.ts';
import { createBudgets } from './litellm-budgets.ts';
import { catalogueOf } from './litellm-catalogue.ts';
import { createLimits } from './litellm-limits.ts';
import { keySubject, teamSubject, userSubject } from './litellm-subjects.ts';
import type { SubjectGround } from './litellm-subjects.ts';
import { modelBudgetRemarks } from './model-budget-remarks.ts';
import { createModelList, createModelLists } from './model-list.ts';
import { relatedOf } from './related.ts';
import type { ReleaseRules } from './release-rules.ts';
import { tagRemarks } from './tag-remarks.ts';

/** Who calls, with what is asked of them. */
interface Held<Subject> {
  readonly resource: Resource;
  readonly subject: Subject;
}

/** Says what a request of a caller meets. */
type CoursesOf = (combination: Combination) => ReplayCourse;

/**
 * Makes what a LiteLLM node holds, or is wanted to hold, ready for the combinations of a log. Who a key belongs to is what
 * the node says, as rows of refused requests do not. A key that the node does not know has no rules of its own, and its
 * team's are asked; without a team that is known the request cannot be evaluated.
 *
 * @param resources of one node; spend that they report is not looked at
 * @param zone by whose clock budgets start anew, an IANA name; see {@link budgetClockOf}
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
  const budgets = createBudgets(related, catalogue, rules);
  const limits = createLimits(related, rules);
  const courses = createCallerCourses({
    catalogue,
    rules,
    budgets,
    limits: without.limits === true ? null : limits,
  });
  const lists = createModelLists();
  const ground: SubjectGround = { lists, groups: accessGroupsOf(resources, lists, rules) };
  const ofKind = <Subject>(
    kind: Holder,
    subjectOf: (resource: Resource, ground: SubjectGround) => Subject,
  ): ReadonlyMap<string, Held<Subject>> =>
    new Map(
      resources
        // What is yet to be made has no id, and no request came from it: not those of nobody's, either.
        .filter((resource) => resource.kind === kind && resource.id !== '')
        .map((resource) => [resource.id, { resource, subject: subjectOf(resource, ground) }]),
    );
  const keys = ofKind('key', keySubject);
  const teams = ofKind('team', teamSubject);
  const users = ofKind('user', userSubject);

  /** Null for who cannot be evaluated. */
  function caller(keyId: string, ofLog: { readonly team: string; readonly user: string }): CoursesOf | null {
    const key = keys.get(keyId);
    const teamId = key === undefined ? ofLog.team : textOf(key.resource.fields['team']);
    const userId = key === undefined ? ofLog.user : textOf(key.resource.fields['user']);
    const team = teams.get(teamId);
    const user = users.get(userId);
    const isLost = teamId !== '' && team === undefined;
    if (isLost || (key === undefined && team === undefined)) return null;
    const subjects: Caller = {
      key: key?.subject ?? NO_KEY,
      team: team?.subject ?? null,
      user: user?.subject ?? null,
    };
    const callers = { key: key?.resource, team: team?.resource, user: user?.resource };
    return courses.of(subjects, callers);
  }

  const callerOf = eachOnce(caller, (keyId) => keys.has(keyId));
  const met = combinations.map((combination) =>
    combination.model === '' ? LOST : (callerOf(combination)?.(combination) ?? LOST),
  );
  return {
    courses: met,
    budgets: budgets.all,
    limits: limits.all,
    counting: rules.limits,
    remarks: [
      ...tagRemarks(resources, combinations, rules),
      ...modelBudgetRemarks(resources, combinations, budgets.all, rules),
    ],
    clock: budgetClockOf(resources, zone, rules),
  };
}

const LOST: ReplayCourse = { budgets: [], limits: [], end: NOT_EVALUABLE, charged: [], isKeyKnown: false };

/** Of a key that the node does not know. The team decides. */
const NO_KEY: KeySubject = {
  models: createModelList(['all-team-models']),
  blocked: false,
  budget: { max: null, spent: 0 },
  aliases: new Map(),
};

/** Makes callers once: those with a key that is known by the key, others by their team and user. */
function eachOnce(
  make: (keyId: string, ofLog: Combination) => CoursesOf | null,
  isKnown: (keyId: string) => boolean,
): (combination: Combination) => CoursesOf | null {
  const byKey = new Map<string, CoursesOf | null>();
  const byTeam = new Map<string, Map<string, CoursesOf | null>>();

  function once(made: Map<string, CoursesOf | null>, id: string, combination: Combination): CoursesOf | null {
    let known = made.get(id);
    if (known === undefined) {
      known = make(combination.key, combination);
      made.set(id, known);
    }
    return known;
  }

  return (combination) => {
    const { key, team, user } = combination;
    if (byKey.has(key) || isKnown(key)) return once(byKey, key, combination);
    let ofTeam = byTeam.get(team);
    if (ofTeam === undefined) {
      ofTeam = new Map();
      byTeam.set(team, ofTeam);
    }
    return once(ofTeam, user, combination);
  };
}
