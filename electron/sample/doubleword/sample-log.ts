import { pickWeighted, randomFrom, runningSums } from '../random.ts';
import type { Random } from '../random.ts';
import { SAMPLE_GROUPS, SAMPLE_MODELS, SAMPLE_PAYERS } from './sample-names.ts';
import type { SampleModel, SamplePayer } from './sample-names.ts';
import { sampleId } from './sample-id.ts';
import type { DoublewordEntry, DoublewordLog, DoublewordTransaction } from './state.ts';

const HOUR_US = 3_600_000_000;

/** A call before it has its number: numbers are given when a call is written, at its end. */
interface MadeCall {
  readonly startUs: number;
  readonly durationMs: number;
  readonly model: SampleModel;
  /** Null for a probe, which nobody pays for. */
  readonly payer: SamplePayer | null;
  readonly status: number;
  readonly input: number;
  readonly output: number;
}

/**
 * A month of requests and its ledger, `rows` entries long, depending on the arguments alone. As on dwctl
 * 10.13.1, a call is charged when it went well and its model has a price above zero; calls that failed,
 * calls to the free model and the daily probe are in the log and not in the ledger.
 * @param month `YYYY-MM`, UTC.
 */
export function doublewordSampleLog(seed: number, month: string, rows: number): DoublewordLog {
  const random = randomFrom(`doubleword log ${seed} ${month}`);
  const firstUs = Date.parse(`${month}-01T00:00:00Z`) * 1000;
  const days = daysOf(month);
  const probes = makeProbes(firstUs, days, random).slice(0, rows);
  const calls = makeCalls(firstUs, days, rows - probes.length, random);
  const written = [...probes, ...calls].sort(
    (a, b) => a.startUs + a.durationMs * 1000 - (b.startUs + b.durationMs * 1000) || a.startUs - b.startUs,
  );
  const entries = written.map((call, index) => entryOf(call, index + 1));
  const ledger = written.flatMap((call, index) => chargeOf(seed, call, index + 1) ?? []);
  return { entries, ledger: [...grants(seed, month, firstUs), ...ledger] };
}

function daysOf(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
}

function makeProbes(firstUs: number, days: number, random: Random): MadeCall[] {
  const probed = SAMPLE_MODELS.filter((model) => model.probed === true);
  return Array.from({ length: days }, (_, day) => firstUs + day * 24 * HOUR_US + 5 * HOUR_US).flatMap(
    (startUs) =>
      probed.map((model) => ({
        startUs: startUs + random.below(1_000_000),
        durationMs: 200 + random.below(300),
        model,
        payer: null,
        status: 200,
        input: 7,
        output: 10,
      })),
  );
}

function makeCalls(firstUs: number, days: number, count: number, random: Random): MadeCall[] {
  const hours = runningSums(hourWeights(firstUs, days));
  const payers = SAMPLE_PAYERS.filter(({ weight }) => weight !== undefined);
  const shares = runningSums(payers.map(({ weight }) => weight ?? 0));
  return Array.from({ length: count }, () => {
    const startUs = firstUs + pickWeighted(hours, random) * HOUR_US + random.below(3_600_000) * 1000;
    const payer = payers[pickWeighted(shares, random)] ?? null;
    const model = modelFor(payer, random);
    const status = statusOf(random);
    const failed = status !== 200;
    const input = failed ? 0 : tokens(random, model.embeds === true ? 420 : 900);
    const output = failed || model.embeds === true ? 0 : tokens(random, 260);
    const durationMs = failed ? 5 + random.below(40) : 120 + output * 9 + random.below(900);
    return { startUs: startUs + random.below(1000), durationMs, model, payer, status, input, output };
  });
}

/** Busy by day, quiet at night and at the weekend. */
function hourWeights(firstUs: number, days: number): readonly number[] {
  return Array.from({ length: days * 24 }, (_, index) => {
    const when = new Date(firstUs / 1000 + index * 3_600_000);
    const atWork = when.getUTCHours() >= 7 && when.getUTCHours() < 18;
    const weekend = when.getUTCDay() === 0 || when.getUTCDay() === 6;
    return (atWork ? 1 : 0.15) * (weekend ? 0.3 : 1);
  });
}

/** One of the models its groups may use; now and then the free one, which everybody may. */
function modelFor(payer: SamplePayer | null, random: Random): SampleModel {
  const own = SAMPLE_GROUPS.filter(({ name }) => payer?.groups.includes(name) === true);
  const aliases = own.flatMap(({ models }) => models);
  const free = aliases.length === 0 || random.next() < 0.06;
  const alias = free ? 'gemma-3-12b' : aliases[random.below(aliases.length)];
  const model = SAMPLE_MODELS.find((candidate) => candidate.alias === alias);
  if (model === undefined) throw new Error(`No sample model is called ${String(alias)}`);
  return model;
}

const FAILURES = [429, 502, 502, 403, 404, 402];

function statusOf(random: Random): number {
  return random.next() < 0.03 ? (FAILURES[random.below(FAILURES.length)] ?? 502) : 200;
}

function tokens(random: Random, typical: number): number {
  return Math.max(1, Math.round(typical * Math.exp(0.6 * random.bell())));
}

/** RFC 3339 with microseconds. */
function timeText(us: number): string {
  const millis = new Date(Math.floor(us / 1000)).toISOString().slice(0, -1);
  return `${millis}${String(us % 1000).padStart(3, '0')}Z`;
}

function entryOf(call: MadeCall, id: number): DoublewordEntry {
  const { model, status, input, output } = call;
  const kind = model.embeds === true ? 'embeddings' : 'chat_completion';
  return {
    id,
    timestamp: timeText(call.startUs),
    method: 'POST',
    uri: model.embeds === true ? '/embeddings' : '/chat/completions',
    model: model.alias,
    status_code: status,
    duration_ms: call.durationMs,
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    response_type: status === 200 ? kind : 'other',
    ...(model.price === undefined
      ? {}
      : { input_price_per_token: model.price.input, output_price_per_token: model.price.output }),
  };
}

function chargeOf(seed: number, call: MadeCall, id: number): DoublewordTransaction | null {
  const { model, payer, input, output } = call;
  if (payer === null || call.status !== 200 || model.price === undefined) return null;
  const units = BigInt(input) * units8(model.price.input) + BigInt(output) * units8(model.price.output);
  if (units === 0n) return null;
  return {
    id: sampleId(seed, 'charge', String(id)),
    user_id: sampleId(seed, 'payer', payer.name),
    transaction_type: 'usage',
    batch_id: null,
    amount: amountText(units),
    source_id: String(id),
    description: `API usage: ${model.alias} (${input} input + ${output} output tokens)`,
    created_at: timeText(call.startUs + call.durationMs * 1000 + 20_000),
    service_tier: 'realtime',
  };
}

/** A price of 8 decimals as a whole number of its smallest unit. */
function units8(price: string): bigint {
  return BigInt(price.replace('.', ''));
}

/** 15 decimals, as the ledger writes amounts. */
function amountText(units: bigint): string {
  const digits = (units * 10_000_000n).toString().padStart(16, '0');
  return `${digits.slice(0, -15)}.${digits.slice(-15)}`;
}

/** What each payer got at the beginning of the month; the ids have a prefix so that they meet no request's. */
function grants(seed: number, month: string, firstUs: number): DoublewordTransaction[] {
  return SAMPLE_PAYERS.filter(({ weight }) => weight !== undefined).map(({ name }, index) => ({
    id: sampleId(seed, 'grant', name),
    user_id: sampleId(seed, 'payer', name),
    transaction_type: 'admin_grant',
    batch_id: null,
    amount: '250.000000000000000',
    source_id: `console:${month}-${name}`,
    description: 'Monthly credit',
    created_at: timeText(firstUs + index * 1_000_000),
  }));
}
