import type { Resource } from '../../fleet/snapshot.ts';
import { textOf } from '../neutral-values.ts';
import { ALLOWED, ruleNumber } from '../replay-state.ts';
import type { ReplayCourse } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import type { ModelCatalogue } from './catalogue.ts';
import { courseOf } from './decide.ts';
import type { Caller, Course, KeySubject, Refusal, TeamSubject, UserSubject } from './decide.ts';
import type { Budgets } from './litellm-budgets.ts';
import type { CallerLimits, Limits } from './litellm-limits.ts';
import type { ModelList } from './model-list.ts';
import type { ReleaseRules } from './release-rules.ts';
import type { Callers } from './callers.ts';

/** What a node knows beside who calls. */
export interface CourseGround {
  readonly catalogue: ModelCatalogue;
  readonly rules: ReleaseRules;
  readonly budgets: Budgets;
  /** Null where limits are not looked at. */
  readonly limits: Limits | null;
}

/** What a caller's requests for a model meet, as far as their own rules say. */
interface ModelCourse {
  readonly met: Course;
  /** The rule that they end with when nothing else refuses them. */
  readonly end: number;
}

/** Says it of a model, by its name and its number. */
type ModelCourses = (model: string, number: number) => ModelCourse;

/** Makes the courses of callers; those of whom the same is asked are worked out once. */
export interface CallerCourses {
  /**
   * What the requests of one caller meet. A log has as many combinations as callers call models for customers, and nearly
   * all of them meet what others of their caller meet: these are one course.
   *
   * @param caller what is asked of them
   * @param callers the same as resources; without a key it is one that the node does not know
   */
  of(caller: Caller, callers: Callers): (combination: Combination) => ReplayCourse;
}

export function createCallerCourses(ground: CourseGround): CallerCourses {
  const { budgets, limits } = ground;
  const modelCoursesOf = createModelCourses(ground);
  const modelNumbers = new Map<string, number>();

  function numberOf(model: string): number {
    let number = modelNumbers.get(model);
    if (number === undefined) {
      number = modelNumbers.size;
      modelNumbers.set(model, number);
    }
    return number;
  }

  return {
    of(caller, callers) {
      const modelCourses = modelCoursesOf(caller);
      const own = budgets.ofCaller(callers);
      const isKeyKnown = callers.key !== undefined;
      const afterMs = expiryOf(callers.key);
      let ownLimits: CallerLimits | null = null;
      /** By the numbers of models: of requests that bring no budget and no limit of their own. */
      const plain: (ReplayCourse | undefined)[] = [];
      const alike: { readonly of: ModelCourse; readonly course: ReplayCourse }[] = [];

      function limitsFor(met: Course): CallerLimits | null {
        if (met.end !== null || limits === null) return null;
        ownLimits ??= limits.ofCaller(callers);
        return ownLimits;
      }

      function make(combination: Combination, { met, end }: ModelCourse): ReplayCourse {
        const { checked, charged, beforeExpiry } = own.of(combination, met.budgets, met.end === null);
        const limited = limitsFor(met)?.of(combination.model, combination.customer ?? '') ?? [];
        const course = { budgets: checked, limits: limited, end, charged, isKeyKnown };
        if (afterMs === null) return course;
        return { ...course, expiry: { afterMs, rule: endOfExpired(end), budgetsBefore: beforeExpiry } };
      }

      function makePlain(combination: Combination, known: ModelCourse): ReplayCourse {
        if (own.dependOnModel || limitsFor(known.met)?.dependOnModel === true)
          return make(combination, known);
        for (const { of, course } of alike) if (areAlike(of, known)) return course;
        const course = make(combination, known);
        alike.push({ of: known, course });
        return course;
      }

      return (combination) => {
        const { model, customer, tags } = combination;
        const number = numberOf(model);
        const isPlain = (customer ?? '') === '' && (tags ?? []).length === 0;
        if (!isPlain) {
          const known = modelCourses(model, number);
          const asksLimits = known.met.end === null && limits?.hasOwn(customer ?? '') === true;
          if (asksLimits || budgets.hasOwn(combination)) return make(combination, known);
        }
        let course = plain[number];
        if (course === undefined) {
          course = makePlain(combination, modelCourses(model, number));
          plain[number] = course;
        }
        return course;
      };
    },
  };
}

/** When a key expires, milliseconds since 1970 UTC; null for never. */
function expiryOf(key: Resource | undefined): number | null {
  const ms = Date.parse(textOf(key?.observed['expires']));
  return Number.isNaN(ms) ? null : ms;
}

/**
 * What refuses the requests of a key that has expired: it is looked at after the key's block and models, before all that a
 * request meets then but a member's budget (1.81.13 `user_api_key_auth`: `expires < now`; 1.81.13 answers 400 and 1.106.2
 * 401, both `expired_key`).
 */
function endOfExpired(end: number): number {
  return end === KEY_BLOCKED || end === KEY_MODELS ? end : KEY_EXPIRED;
}

const KEY_BLOCKED = ruleNumber('key-blocked');
const KEY_MODELS = ruleNumber('key-models');
const KEY_EXPIRED = ruleNumber('key-expired');

/** Whose budgets are asked for is told by how many they are, as they come in one order. */
function areAlike(one: ModelCourse, other: ModelCourse): boolean {
  return one.end === other.end && one.met.budgets.length === other.met.budgets.length;
}

/** What callers meet by their own rules: those with equal lists, of the same team or user, meet the same. */
function createModelCourses({ catalogue, rules }: CourseGround): (caller: Caller) => ModelCourses {
  const shared = new Map<string, Map<TeamSubject | UserSubject | null, ModelCourses>>();
  const numbers = new Map<ModelList | undefined, number>();

  /** The lists of a key, which are one where their names are the same. */
  function listsOf({ models, granted, grantedPastTeam }: KeySubject): string {
    return [models, granted, grantedPastTeam]
      .map((list) => {
        const number = numbers.get(list) ?? numbers.size;
        numbers.set(list, number);
        return number;
      })
      .join(' ');
  }

  function make(caller: Caller): ModelCourses {
    const byNumber: (ModelCourse | undefined)[] = [];
    return (model, number) => {
      let known = byNumber[number];
      if (known === undefined) {
        const met = courseOf(caller, model, catalogue, rules);
        known = { met, end: endOf(met.end, catalogue.isKnown(model)) };
        byNumber[number] = known;
      }
      return known;
    };
  }

  return (caller) => {
    const { key, team, user } = caller;
    if (key.blocked || key.aliases.size > 0) return make(caller);
    const lists = listsOf(key);
    let ofList = shared.get(lists);
    if (ofList === undefined) {
      ofList = new Map();
      shared.set(lists, ofList);
    }
    // A user counts only where the key has no team.
    const other = team ?? user;
    let known = ofList.get(other);
    if (known === undefined) {
      known = make(caller);
      ofList.set(other, known);
    }
    return known;
  };
}

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
    case 'model-budget':
      return ruleNumber(`${end.holder}-model-budget`);
    case 'unknown-model':
      return ruleNumber('unknown-model');
  }
}
