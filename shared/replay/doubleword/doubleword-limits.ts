import type { Resource } from '../../fleet/snapshot.ts';
import { countOf } from '../neutral-values.ts';
import { ALLOWED, ruleNumber } from '../replay-state.ts';
import type { ReplayLimit } from '../replay-state.ts';
import type { DoublewordRules } from './rules.ts';

/** A key's requests a second; null without a limit of its own. */
export function rateOf(key: Resource, rules: DoublewordRules): ReplayLimit | null {
  const rate = rateFrom(perSecondOf(key), key, rules);
  if (rate === null) return null;
  return { ...limitOf('key', key), rate, rules: { ...NO_RULES, requests: ruleNumber('key-rate') } };
}

/**
 * A model's requests a second and at the same time: those of a composite model are asked before the key's, those of the
 * others, which are its provider's, after them.
 *
 * @returns what is asked before the key's, and what after
 */
export function limitsOfModel(
  model: Resource,
  rules: DoublewordRules,
): readonly [ReplayLimit | null, ReplayLimit | null] {
  const rate = rateFrom(perSecondOf(model), model, rules);
  const parallel = countOf(model.settings['capacity']);
  if (rate === null && parallel === null) return [null, null];
  const limit = {
    ...limitOf('model', model),
    parallel,
    rate,
    rules: {
      ...NO_RULES,
      requests: ruleNumber('model-rate'),
      parallel: ruleNumber('model-parallel'),
    },
  };
  return model.settings['is_composite'] === true ? [limit, null] : [null, limit];
}

/** Requests a second; null for none. Where the rate had no plain spelling it stands among the settings. */
function perSecondOf({ fields, settings }: Resource): number | null {
  const perMinute = countOf(fields['requestsPerMinute']);
  return perMinute === null ? countOf(settings['requests_per_second']) : perMinute / 60;
}

const NO_RULES = { requests: ALLOWED, tokens: ALLOWED, parallel: ALLOWED };

function limitOf(holder: 'key' | 'model', { id, name }: Resource): Omit<ReplayLimit, 'rate' | 'rules'> {
  const model = holder === 'model' ? name : null;
  return { holder, id, model, requests: null, tokens: null, parallel: null };
}

/** Whole requests a second, of which as many come at once as are said, else as many as in a second. */
function rateFrom(
  perSecond: number | null,
  { settings }: Resource,
  { leastRate }: DoublewordRules,
): ReplayLimit['rate'] {
  if (perSecond === null || perSecond <= 0) return null;
  const whole = Math.max(leastRate, Math.floor(perSecond));
  const burst = countOf(settings['burst_size']);
  return { perSecond: whole, burst: burst === null ? whole : Math.max(1, Math.floor(burst)) };
}
