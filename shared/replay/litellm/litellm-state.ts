import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import type { JsonValue } from '../../json.ts';
import { plainDecimal } from '../../plan/decimal.ts';
import { parseNano } from '../../cost/money.ts';
import { ALLOWED, NOT_EVALUABLE, ruleNumber } from '../replay-state.ts';
import type { ReplayBudget, ReplayCourse, ReplayState } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import { createCatalogue } from './catalogue.ts';
import type { ModelCatalogue } from './catalogue.ts';
import { courseOf } from './decide.ts';
import type { Caller, Holder, KeySubject, Refusal, TeamSubject, UserSubject } from './decide.ts';
import { createModelList } from './model-list.ts';
import type { ModelList } from './model-list.ts';
import { providersOf } from './providers.ts';
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
 */
export function litellmState(
  resources: readonly Resource[],
  combinations: readonly Combination[],
  rules: ReleaseRules,
  zone: string,
): ReplayState {
  const budgets: ReplayBudget[] = [];
  const catalogue = catalogueOf(resources, rules);
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
    const numbers = { key: key?.budget, team: team?.budget, user: user?.budget };
    const present = (numbers: readonly (number | null | undefined)[]): readonly number[] =>
      numbers.filter((number) => typeof number === 'number');
    return {
      budgets: present(met.budgets.map((holder) => numbers[holder])),
      end: endOf(met.end, catalogue.isKnown(combination.model)),
      charged: present([numbers.key, numbers.team, numbers.user]),
    };
  }

  return { budgets, courses: combinations.map(course), zone };
}

const LOST: ReplayCourse = { budgets: [], end: NOT_EVALUABLE, charged: [] };

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

/** Budgets are filled by the replay, and so are not the subject's. */
const UNFILLED = { max: null, spent: 0 };

function keySubject({ fields, settings, observed }: Resource): KeySubject {
  return {
    models: listOf(fields['models'], observed['models']),
    blocked: fields['blocked'] === true,
    budget: UNFILLED,
    aliases: new Map(Object.entries(textsOf(settings['aliases']))),
  };
}

function teamSubject({ fields, settings, observed }: Resource): TeamSubject {
  const table = settings['litellm_model_table'];
  const aliases = settings['model_aliases'] ?? (isJsonObject(table) ? table['model_aliases'] : undefined);
  return {
    models: listOf(fields['models'], observed['models']),
    blocked: fields['blocked'] === true,
    budget: UNFILLED,
    aliases: new Set(Object.keys(textsOf(aliases))),
  };
}

function userSubject({ fields, observed }: Resource): UserSubject {
  return { models: listOf(fields['models'], observed['models']), budget: UNFILLED };
}

/**
 * A list in neutral words (`["*"]` is every model, `[]` is none) as LiteLLM has it.
 *
 * @param asItCame the list in the gateway's own words, where the node spelled it in others
 */
function listOf(models: JsonValue | undefined, asItCame: JsonValue | undefined): ModelList {
  const neutral = namesOf(models);
  const own = namesOf(asItCame);
  // What is wanted otherwise than it was read is in neutral words alone.
  if (own.length > 0 && sameModels(neutral, own)) return createModelList(own);
  if (neutral.includes('*')) return createModelList([]);
  return createModelList(neutral.length === 0 ? ['no-default-models'] : neutral);
}

function sameModels(neutral: readonly string[], own: readonly string[]): boolean {
  const isAll = own.includes('*') || own.includes('all-proxy-models');
  if (isAll) return neutral.includes('*');
  const meant = [...new Set(own)].filter((name) => name !== 'no-default-models').sort();
  return meant.join('\n') === neutral.join('\n');
}

function catalogueOf(resources: readonly Resource[], rules: ReleaseRules): ModelCatalogue {
  const deployments = resources
    .filter(({ kind }) => kind === 'model')
    .map(({ name, fields, settings }) => {
      const info = settings['model_info'];
      return {
        name,
        accessGroups: isJsonObject(info) ? namesOf(info['access_groups']) : [],
        inputCost: priceOf(fields['inputPrice']),
        outputCost: priceOf(fields['outputPrice']),
      };
    });
  const aliases = resources.find(
    ({ kind, name }) => kind === 'setting' && name.endsWith('model_group_alias'),
  );
  return createCatalogue(deployments, textsOf(aliases?.fields['value']), providersOf(rules.release));
}

function priceOf(value: JsonValue | undefined): number | null {
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : null;
}

/** Nano-dollars of an amount in dollars, rounded down to what a gateway can have spent exactly; null for none. */
function nanoOf(value: JsonValue | undefined): bigint | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = plainDecimal(value);
  const match = text === null ? null : /^(-?\d+(?:\.\d{1,9})?)/.exec(text);
  return match === null ? null : parseNano(match[1] ?? '');
}

function namesOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function textsOf(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
