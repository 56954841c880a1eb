import { HOUR_MS } from '../../../shared/audit/months.ts';
import { hashText, pickWeighted, randomFrom, runningSums, type Random } from '../random.ts';
import { hourWeights, LEAK, shareOut } from './calendar.ts';
import { keysOf, LEAKED_KEY_ALIAS, type SampleKey } from './keys.ts';
import { modelsOf, type SampleModel } from './models.ts';
import { MONTH_START_MS, rowsOf, type LitellmNode, type SampleSize } from './node-names.ts';

/** How a request ended. */
export const OUTCOME = {
  served: 0,
  cached: 1,
  /** 403: the team may not use the model. */
  denied: 2,
  /** 429 */
  limited: 3,
  /** 500 from the provider; the row's spend is null. */
  broken: 4,
  /** A refused call of an admin route, which the gateway logs too. */
  management: 5,
} as const;
export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];

/** A month of requests of one node, in the order of their start; a column each, one entry a request. */
export interface Traffic {
  readonly node: LitellmNode;
  readonly size: number;
  readonly idSeed: number;
  readonly keys: readonly SampleKey[];
  readonly models: readonly SampleModel[];
  /** Milliseconds since the month began. */
  readonly start: Uint32Array;
  readonly duration: Uint32Array;
  readonly key: Uint16Array;
  readonly model: Uint8Array;
  readonly outcome: Uint8Array;
  readonly promptTokens: Uint32Array;
  readonly completionTokens: Uint32Array;
}

/** Makes the month of one node. The same arguments give the same requests on every machine. */
export function makeTraffic(node: LitellmNode, { seed, rows }: SampleSize): Traffic {
  const size = rowsOf(rows)[node];
  const keys = keysOf(node, seed);
  const models = modelsOf(node);
  const random = randomFrom(`${seed}/${node}/traffic`);
  const traffic: Traffic = {
    node,
    size,
    idSeed: hashText(`${seed}/${node}/ids`),
    keys,
    models,
    start: makeStarts(node, size, random),
    duration: new Uint32Array(size),
    key: new Uint16Array(size),
    model: new Uint8Array(size),
    outcome: new Uint8Array(size),
    promptTokens: new Uint32Array(size),
    completionTokens: new Uint32Array(size),
  };
  fill(traffic, random);
  return traffic;
}

function leakSize(node: LitellmNode, size: number): number {
  return node === 'prod-eu' ? Math.round(size * 0.022) : 0;
}

function makeStarts(node: LitellmNode, size: number, random: Random): Uint32Array {
  const leaked = leakSize(node, size);
  const counts = shareOut(size - leaked, hourWeights(node, random));
  const starts = new Uint32Array(size);
  let at = 0;
  for (const [hour, count] of counts.entries()) {
    for (let index = 0; index < count; index += 1, at += 1) {
      starts[at] = hour * HOUR_MS + random.below(HOUR_MS);
    }
  }
  for (; at < size; at += 1) {
    starts[at] = LEAK.fromMs - MONTH_START_MS + random.below(LEAK.untilMs - LEAK.fromMs);
  }
  return starts.sort();
}

/** How much of the leak's night is ordinary traffic. */
const QUIET = 0.12;

function fill(traffic: Traffic, random: Random): void {
  const { keys, models, size } = traffic;
  const sums = runningSums(keys.map(({ weight }) => weight));
  const choices = keys.map((key) => modelChoices(key, models));
  const leaked = keys.findIndex(({ alias }) => alias === LEAKED_KEY_ALIAS);
  const leakModel = models.findIndex(({ name }) => name === 'gpt-4o');
  for (let row = 0; row < size; row += 1) {
    const ms = MONTH_START_MS + (traffic.start[row] ?? 0);
    const inLeak = traffic.node === 'prod-eu' && ms >= LEAK.fromMs && ms < LEAK.untilMs;
    const isLeak = inLeak && random.next() > QUIET;
    const key = isLeak ? leaked : pickWeighted(sums, random);
    const outcome = isLeak ? OUTCOME.served : pickOutcome(random);
    const choice = choices[key] ?? NO_CHOICE;
    const denied = outcome === OUTCOME.denied && choice.outside.length > 0;
    const asked = denied
      ? choice.outside[random.below(choice.outside.length)]
      : choice.inside[pickWeighted(choice.sums, random)];
    traffic.key[row] = key;
    traffic.model[row] = isLeak ? leakModel : (asked ?? 0);
    traffic.outcome[row] = outcome === OUTCOME.denied && !denied ? OUTCOME.served : outcome;
    measure(traffic, row, random, isLeak ? 3 : 1);
  }
}

function measure(traffic: Traffic, row: number, random: Random, scale: number): void {
  const outcome = traffic.outcome[row];
  if (outcome !== OUTCOME.served && outcome !== OUTCOME.cached) {
    traffic.duration[row] = outcome === OUTCOME.broken ? 900 + random.below(4000) : 4 + random.below(30);
    return;
  }
  const embedding = traffic.models[traffic.model[row] ?? 0]?.embedding === true;
  const prompt = Math.floor(Math.exp(8.5 + 1.05 * random.bell()) * scale) + 1;
  const completion = embedding ? 0 : Math.floor(Math.exp(6.3 + 0.9 * random.bell()) * scale) + 1;
  traffic.promptTokens[row] = Math.min(prompt, 120_000);
  traffic.completionTokens[row] = Math.min(completion, 16_000);
  traffic.duration[row] =
    outcome === OUTCOME.cached
      ? 5 + random.below(20)
      : 120 + Math.floor(completion * 6 * (0.6 + random.next()));
}

function pickOutcome(random: Random): Outcome {
  const chance = random.next();
  if (chance < 0.006) return OUTCOME.denied;
  if (chance < 0.014) return OUTCOME.limited;
  if (chance < 0.018) return OUTCOME.broken;
  if (chance < 0.021) return OUTCOME.management;
  return chance < 0.052 ? OUTCOME.cached : OUTCOME.served;
}

/** What a key may ask for, the first models most, and what it may not. Indices into the node's models. */
interface ModelChoices {
  readonly inside: readonly number[];
  readonly outside: readonly number[];
  readonly sums: readonly number[];
}

const NO_CHOICE: ModelChoices = { inside: [], outside: [], sums: [] };

function modelChoices(key: SampleKey, models: readonly SampleModel[]): ModelChoices {
  const allowed = key.team?.models ?? ['gpt-4o-mini'];
  const all = models.map((_, index) => index);
  const listed = allowed
    .map((name) => models.findIndex((model) => model.name === name))
    .filter((index) => index >= 0);
  const inside = allowed.includes('all-proxy-models') ? all : listed;
  return {
    inside,
    outside: key.team === null ? [] : all.filter((index) => !inside.includes(index)),
    sums: runningSums(inside.map((_, rank) => 1 / (rank + 1))),
  };
}
