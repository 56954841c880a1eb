import { dollarsToNano } from '../../../shared/cost/dollars.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { ReleasePair } from '../../../shared/replay/litellm/attribute-changes.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { rulesOf } from '../../../shared/replay/litellm/release-rules.ts';
import type { ReleaseRules } from '../../../shared/replay/litellm/release-rules.ts';
import type { MapSpend } from '../../../shared/replay/prices/map-spend.ts';
import type { PricedLog } from '../../../shared/replay/prices/reprice.ts';
import { replay } from '../../../shared/replay/replay.ts';
import { RULES } from '../../../shared/replay/replay-state.ts';
import type { Rule } from '../../../shared/replay/replay-state.ts';
import type { Combination, RequestLog } from '../../../shared/replay/request-log.ts';
import { always } from '../../../shared/replay/state-after.ts';
import { atOnce } from '../../../shared/replay/steps.ts';
import { replayUpgrade } from '../../../shared/replay/upgrade.ts';
import type { Upgrade } from '../../../shared/replay/upgrade.ts';

export const FIRST_MS = Date.UTC(2026, 9, 1);

export function litellmRules(version = '1.106.2'): ReleaseRules {
  const chosen = rulesOf(version);
  if (chosen === null) throw new Error(`There are no rules of ${version}.`);
  return chosen.rules;
}

export function resource(
  kind: Resource['kind'],
  id: string,
  fields: JsonObject,
  more: Partial<Resource> = {},
): Resource {
  return { kind, id, name: id, owner: 'database', fields, settings: {}, observed: {}, ...more };
}

/** A request of a made log. */
export interface MadeCall extends Partial<Combination> {
  /** After the first moment of the log. */
  readonly seconds: number;
  readonly tookSeconds?: number;
  readonly tokens?: number;
  readonly dollars?: number;
}

export function madeLog(calls: readonly MadeCall[]): RequestLog {
  const combinations: Combination[] = [];
  const numbers = new Map<string, number>();
  const combination = calls.map((call) => {
    const { seconds: _, tookSeconds: _took, tokens: _tokens, dollars: _dollars, ...said } = call;
    const one: Combination = { team: '', key: 'k', user: '', model: 'gpt-4o', outcome: 'allowed', ...said };
    const id = JSON.stringify(one);
    const number = numbers.get(id) ?? combinations.push(one) - 1;
    numbers.set(id, number);
    return number;
  });
  return {
    count: calls.length,
    startMs: Float64Array.from(calls, ({ seconds }) => FIRST_MS + seconds * 1000),
    combination: Uint32Array.from(combination),
    spendNano: Float64Array.from(calls, ({ dollars }) => dollarsToNano(dollars ?? 0) ?? -1),
    tokens: Float64Array.from(calls, ({ tokens }) => tokens ?? 0),
    durationMs: Float64Array.from(calls, ({ tookSeconds }) => (tookSeconds ?? 0) * 1000),
    combinations,
  };
}

/** A request of a made log that says what a price depends on. */
export interface PricedCall extends Omit<MadeCall, 'tokens'> {
  readonly prompt?: number;
  readonly completion?: number;
  readonly cached?: number;
}

export function pricedLog(calls: readonly PricedCall[]): PricedLog {
  const cachedTokens = new Float64Array(calls.length);
  const made = calls.map(({ prompt = 0, completion = 0, cached = -1, ...call }, at): MadeCall => {
    cachedTokens[at] = cached;
    return { ...call, tokens: prompt + completion };
  });
  return {
    ...madeLog(made),
    promptTokens: Float64Array.from(calls, ({ prompt }) => prompt ?? 0),
    completionTokens: Float64Array.from(calls, ({ completion }) => completion ?? 0),
    cachedTokens,
  };
}

/** What another release would say to a log. */
export function upgraded(
  log: RequestLog,
  resources: readonly Resource[],
  rules: ReleasePair,
  spend?: MapSpend,
): Upgrade {
  return atOnce(replayUpgrade(log, { held: always(resources), rules, zone: 'UTC', spend }));
}

/** What LiteLLM says to each of some requests. */
export function litellmSays(
  calls: readonly MadeCall[],
  resources: readonly Resource[],
  version?: string,
): readonly Rule[] {
  const log = madeLog(calls);
  const state = litellmState(resources, log.combinations, litellmRules(version), 'UTC');
  return [...replay(log, state)].map((rule) => RULES[rule] ?? 'not-evaluable');
}

export const MODELS: readonly Resource[] = ['gpt-4o', 'claude'].map((name) => resource('model', name, {}));
