import { dollarsToNano } from '../../cost/dollars.ts';
import type { Resource } from '../../fleet/snapshot.ts';
import { notCases } from '../case-file.ts';
import { nanoOf } from '../neutral-values.ts';
import { isOwnStatus } from '../own-statuses.ts';
import { recordedOf } from '../recorded-answers.ts';
import { ALLOWED, RULES } from '../replay-state.ts';
import { replay } from '../replay.ts';
import type { Combination, RequestLog } from '../request-log.ts';
import { rulesTaken } from '../rules-taken.ts';
import { EVERYONE } from '../../fleet/nil-identity.ts';
import { periodOfInterval } from '../../fleet/spend-interval.ts';
import type { DoublewordCases } from './doubleword-case-file.ts';
import { doublewordState } from './doubleword-state.ts';
import { DOUBLEWORD_RELEASES, doublewordRulesOf } from './rules.ts';
import type { DoublewordRules } from './rules.ts';
import { createReasons } from './verdict-words.ts';
import type { ExplainedFile, ExplainedRule, ExplainedVerdict } from '../explained-file.ts';

/** Requests without times come one second apart from here on. */
const FIRST_MS = Date.UTC(2026, 0, 1);

/**
 * Explains every request of a file, in its order: what it holds goes through the same rules as a log that is replayed, its
 * costs taken from credit and filling spend limits. Throws a ProblemError for a version that is none.
 */
export function explainDoubleword(cases: DoublewordCases, where: string): ExplainedFile {
  const chosen = doublewordRulesOf(cases.version);
  if (chosen === null)
    throw notCases(
      where,
      `${JSON.stringify(cases.version)} is no version`,
      `Write the control layer's version, such as ${DOUBLEWORD_RELEASES.at(-1) ?? ''}.`,
    );
  const { rules } = chosen;
  const verdicts = verdictsOf(cases, rules);
  const answers = cases.requests.map(({ status, type, code }) =>
    status === undefined
      ? null
      : isOwnStatus('doubleword', String(status))
        ? { allowed: false, status, type, code }
        : // What an upstream fails with was let through (a provider's 429 and 5xx come as 502, dwctl 10.13.1).
          { allowed: true },
  );
  return {
    gateway: 'doubleword',
    version: cases.version,
    rules: rulesTaken(chosen),
    verdicts,
    recorded: recordedOf(verdicts, answers),
  };
}

function verdictsOf(cases: DoublewordCases, rules: DoublewordRules): readonly ExplainedVerdict[] {
  const keys = new Map(cases.keys.map((key) => [key.id, key]));
  const aliases = new Set(cases.models.map(({ alias }) => alias));
  const reasons = createReasons(cases, rules);
  // No log has these: what a key may do inference with is asked before all that is of its owner, the model before that.
  const early = cases.requests.map(({ key: id, model }): ExplainedVerdict | null => {
    const key = keys.get(id);
    if (!aliases.has(model))
      return refusal('unknown-model', rules, reasons.of('unknown-model', { key: id, model }));
    if (key !== undefined && key.purpose !== 'platform') return null;
    const rule = key === undefined ? 'key-unknown' : 'key-purpose';
    return refusal(rule, rules, reasons.of(rule, { key: id, model }));
  });
  const left = cases.requests.filter((_, at) => early[at] === null);
  const log = logOf(cases, left);
  const credits = new Map(
    [...(cases.users ?? []), ...(cases.organizations ?? [])].flatMap(({ id, credit_balance: balance }) => {
      const nano = nanoOf(balance ?? undefined);
      return nano === null ? [] : [[id, nano] as const];
    }),
  );
  const state = doublewordState(resourcesOf(cases), log.combinations, rules, credits);
  const said = replay(log, state);
  const decided = left.map(({ key, model }, at): ExplainedVerdict => {
    const number = said[at] ?? ALLOWED;
    const rule = RULES[number] ?? 'allowed';
    const because = reasons.of(rule, { key, model });
    if (number !== ALLOWED) return refusal(rule, rules, because);
    reasons.charge(key, BigInt(Math.max(0, log.spendNano[at] ?? 0)));
    return { allowed: true, because };
  });
  let next = 0;
  return early.map((verdict) => verdict ?? decided[next++] ?? { allowed: true, because: '' });
}

/** What each refusal answers beside its status: some are a sentence, some an error of OpenAI's form (10.13.1). */
function refusal(rule: ExplainedRule, { statuses }: DoublewordRules, because: string): ExplainedVerdict {
  const answer = (status: number, type?: string, code?: string): ExplainedVerdict => ({
    allowed: false,
    status,
    ...(type === undefined ? {} : { type }),
    ...(code === undefined ? {} : { code }),
    rule,
    because,
  });
  switch (rule) {
    case 'unknown-model':
      return answer(statuses.unknownModel, 'invalid_request_error', 'model_not_found');
    case 'key-unknown':
      return answer(statuses.noAccess, 'invalid_request_error', 'forbidden');
    case 'key-purpose':
      return answer(statuses.noAccess, 'invalid_request_error');
    case 'no-access':
      return answer(statuses.noAccess);
    case 'traffic-rule':
      return answer(statuses.trafficRule);
    case 'credits':
      return answer(statuses.noCredit);
    case 'key-budget':
      return answer(statuses.capReached, 'insufficient_quota', 'spend_cap_exceeded');
    case 'model-parallel':
      return answer(statuses.rate, 'rate_limit_error', 'concurrency_limit_exceeded');
    default:
      return answer(statuses.rate, 'rate_limit_error', 'rate_limit');
  }
}

/** Every node has the group of everyone. */
function withEveryone(groups: DoublewordCases['groups']): DoublewordCases['groups'] {
  if (groups.some(({ id }) => id === EVERYONE)) return groups;
  return [...groups, { id: EVERYONE, name: 'Everyone', members: [], models: [] }];
}

/** The file's things as a pull of them would be. */
function resourcesOf({ models, users, organizations, groups, keys }: DoublewordCases): readonly Resource[] {
  const made = (
    kind: Resource['kind'],
    id: string,
    rest: Partial<Pick<Resource, 'name' | 'fields' | 'settings' | 'observed'>>,
  ): Resource => ({ kind, id, name: id, owner: 'database', fields: {}, settings: {}, observed: {}, ...rest });
  return [
    ...models.map(({ alias, tariffs, ...settings }) =>
      made('model', alias, {
        fields: {
          tariffs: (tariffs ?? []).map((tariff) => ({
            inputPrice: tariff.input_price_per_token,
            outputPrice: tariff.output_price_per_token,
          })),
        },
        settings,
      }),
    ),
    ...(users ?? []).map(({ id }) => made('user', id, {})),
    ...(organizations ?? []).map(({ id }) => made('organization', id, {})),
    ...withEveryone(groups).map(({ id, members, models: allowed }) =>
      made('team', id, { fields: { members: members ?? [], models: allowed ?? [] } }),
    ),
    ...keys.map(({ id, user_id: user, spend_limit: limit, spend_limit_interval: interval, ...settings }) =>
      made('key', id, {
        fields: {
          user,
          budget:
            limit === null || limit === undefined
              ? null
              : { limit, period: periodOfInterval(interval ?? '') ?? null },
        },
        settings,
      }),
    ),
  ];
}

function logOf({ keys }: DoublewordCases, requests: DoublewordCases['requests']): RequestLog {
  const owners = new Map(keys.map(({ id, user_id }) => [id, user_id]));
  const numbers = new Map<string, number>();
  const combinations: Combination[] = [];
  const combination = requests.map(({ key, model }) => {
    const id = JSON.stringify([key, model]);
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const number =
      combinations.push({ team: '', key, user: owners.get(key) ?? '', model, outcome: 'allowed' }) - 1;
    numbers.set(id, number);
    return number;
  });
  return {
    count: requests.length,
    startMs: Float64Array.from(requests, ({ at }, index) =>
      at === null || at === undefined ? FIRST_MS + index * 1000 : Date.parse(at),
    ),
    combination: Uint32Array.from(combination),
    spendNano: Float64Array.from(requests, ({ cost }) => dollarsToNano(Number(cost ?? 0)) ?? 0),
    tokens: new Float64Array(requests.length),
    durationMs: Float64Array.from(requests, ({ duration_ms: ms }) => ms ?? 0),
    combinations,
  };
}
