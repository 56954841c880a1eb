import type { LoggedFacts } from '../litellm/spend-log.ts';
import { spellFloat } from '../litellm/python.ts';
import { mix, uuidFrom } from '../random.ts';
import { LEAKED_KEY_ALIAS, type SampleKey } from './keys.ts';
import { LEAK } from './calendar.ts';
import type { SampleModel } from './models.ts';
import { MONTH_START_MS } from './node-names.ts';
import { aliasAt } from './teams.ts';
import { OUTCOME, type Outcome, type Traffic } from './traffic.ts';

/** One request of the month, with its key and model looked up. */
export interface SampleRequest {
  readonly index: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly key: SampleKey;
  readonly model: SampleModel;
  readonly outcome: Outcome;
  readonly ok: boolean;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Nano-dollars, exact; what the row's float rounds to. */
  readonly spendNano: number;
}

/** Looks one request up. */
export function requestAt(traffic: Traffic, index: number): SampleRequest {
  const key = traffic.keys[traffic.key[index] ?? 0];
  const model = traffic.models[traffic.model[index] ?? 0];
  if (key === undefined || model === undefined) throw new RangeError(`There is no request ${index}.`);
  const outcome = (traffic.outcome[index] ?? 0) as Outcome;
  const promptTokens = traffic.promptTokens[index] ?? 0;
  const completionTokens = traffic.completionTokens[index] ?? 0;
  const charged = outcome === OUTCOME.served;
  return {
    index,
    startMs: MONTH_START_MS + (traffic.start[index] ?? 0),
    durationMs: traffic.duration[index] ?? 0,
    key,
    model,
    outcome,
    ok: outcome === OUTCOME.served || outcome === OUTCOME.cached,
    promptTokens,
    completionTokens,
    spendNano: charged ? promptTokens * model.inputNano + completionTokens * model.outputNano : 0,
  };
}

/** What the gateway says of a request outside `metadata`. */
export function factsOf(traffic: Traffic, request: SampleRequest): LoggedFacts {
  const { key, model, outcome, ok } = request;
  const management = outcome === OUTCOME.management;
  const reached = ok || outcome === OUTCOME.broken;
  const id = uuidFrom(traffic.idSeed, request.index);
  return {
    startMs: request.startMs,
    durationMs: request.durationMs,
    requestId: ok ? `chatcmpl-${id}` : id,
    keyHash: key.hash,
    keyAlias: key.alias,
    userId: management ? '' : key.userId,
    teamId: management ? '' : (key.team?.id ?? ''),
    teamAlias: management || key.team === null ? null : aliasAt(key.team, request.startMs),
    endUser: endUserOf(traffic, request),
    model: management ? '' : reached ? model.target : model.name,
    modelId: reached ? modelIdOf(traffic.node, model) : '',
    modelGroup: reached ? model.name : '',
    provider: reached ? model.provider : '',
    ok,
    promptTokens: request.promptTokens,
    completionTokens: request.completionTokens,
    spend: spendOf(request),
  };
}

/** The id of a deployment on a node. */
export function modelIdOf(node: string, model: SampleModel): string {
  return `${model.stored === true ? 'db' : 'file'}-${node}-${model.name}`;
}

/** As the gateway reckons it, in floats: with their noise, and null when the provider failed. */
function spendOf({ outcome, promptTokens, completionTokens, model }: SampleRequest): number | null {
  if (outcome === OUTCOME.broken) return null;
  if (outcome !== OUTCOME.served) return 0;
  return promptTokens * (model.inputNano / 1e9) + completionTokens * (model.outputNano / 1e9);
}

function endUserOf({ idSeed }: Traffic, { key, index, outcome }: SampleRequest): string {
  if (key.team?.endUsers !== true || outcome === OUTCOME.management) return '';
  return `cust-${String(mix(idSeed + index) % 60).padStart(2, '0')}`;
}

/** Where a request came from: the abused key is used from outside. */
export function addressOf({ key, startMs }: SampleRequest): string {
  const abused = key.alias === LEAKED_KEY_ALIAS && startMs >= LEAK.fromMs && startMs < LEAK.untilMs;
  return abused ? '203.0.113.77' : key.address;
}

/** Spells spend as a row does: a bare 0 for nothing, a Python float otherwise. */
export function spellSpend(spend: number | null): string {
  return spend === null ? 'null' : spend === 0 ? '0' : spellFloat(spend);
}
