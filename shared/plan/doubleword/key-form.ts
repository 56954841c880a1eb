import type { Resource } from '../../fleet/snapshot.ts';
import { SPEND_PERIODS } from '../../fleet/spend-interval.ts';
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { plainDecimal } from '../decimal.ts';
import { whyNoRate } from './rate.ts';
import type { WantedForm } from '../gateway-planning.ts';

/** Calendar windows of spend limits (dwctl 10.13.1: apikeys-create-interval-unknown), or none. */
const PERIODS: ReadonlySet<JsonValue> = new Set<JsonValue>([...SPEND_PERIODS, null]);

/** Decimals that dwctl 10.13.1 keeps of a spend limit. */
const LIMIT_DECIMALS = 9;

/** A key of Doubleword: its secret is made there, its name begins with whom it belongs to. */
export function keyForm(wanted: Resource, held: Resource | undefined): WantedForm {
  const { purpose, key: secret } = wanted.settings;
  if (secret !== undefined)
    return refuse('the gateway makes the secret of a key itself: leave "key" out of its settings');
  if (held === undefined) {
    if (purpose === 'batch' || purpose === 'playground')
      return refuse(`nobody but the gateway itself makes keys for the purpose ${purpose}`);
    if (typeof wanted.fields['user'] !== 'string')
      return refuse('a new key needs the user or organization that it is for: user: …');
    if (ownName(wanted.name) === '') return refuse('a new key is named after its owner: owner/name');
  }
  if (held !== undefined && held.fields['budget'] === undefined && !saysTheSame(wanted, held))
    return refuse('this release cannot change a key: delete it and make it anew, or leave it as it is');
  const rate = whyNoRate(wanted.fields['requestsPerMinute']);
  if (rate !== null) return refuse(rate);
  const limit = whyNoLimit(wanted.fields['budget']);
  return limit === null ? { ok: true, wanted } : refuse(limit);
}

/**
 * True where nothing of a key is wanted otherwise. A release without spend limits, which no key of it then shows, has no
 * PATCH of keys either (dwctl 8.94.2).
 */
function saysTheSame(wanted: Resource, held: Resource): boolean {
  const isHeld = (there: JsonObject, wish: JsonObject, names: readonly string[]): boolean =>
    names.every((name) => canonicalJson(wish[name] ?? null) === canonicalJson(there[name] ?? null));
  return (
    isHeld(
      held.fields,
      wanted.fields,
      ['budget', 'requestsPerMinute'].filter((name) => name in wanted.fields),
    ) && isHeld(held.settings, wanted.settings, Object.keys(wanted.settings))
  );
}

/**
 * The name of a key below its owner: `alice/laptop` is `laptop`. Empty where there is none.
 * @param owner what the owner is called, where it is known: a name may hold a slash itself
 */
export function ownName(name: string, owner?: string): string {
  if (owner !== undefined && name.startsWith(`${owner}/`)) return name.slice(owner.length + 1).trim();
  return name.includes('/') ? name.slice(name.indexOf('/') + 1).trim() : '';
}

function whyNoLimit(budget: JsonValue | undefined): string | null {
  if (!isJsonObject(budget ?? null)) return null;
  const { limit, period = null } = budget as { readonly limit?: JsonValue; readonly period?: JsonValue };
  const plain = typeof limit === 'string' || typeof limit === 'number' ? plainDecimal(limit) : null;
  if (plain === null || plain === '0' || plain.startsWith('-'))
    return 'a spend limit there is more than zero US dollars; budget: null is none';
  if ((plain.split('.')[1] ?? '').length > LIMIT_DECIMALS)
    return `of a spend limit ${LIMIT_DECIMALS} decimals are kept there, and ${plain} would be rounded`;
  if (!PERIODS.has(period))
    return `a spend limit there starts anew each day, week or month of the calendar (1d, 7d, 1mo) or never, not every ${JSON.stringify(period)}`;
  return null;
}

function refuse(why: string): WantedForm {
  return { ok: false, why };
}
