import { KIND_NAMES, type Resource } from '../fleet/snapshot.ts';
import { own, type JsonObject } from '../json.ts';

/** Fields that stand in the budget a customer or organisation has, not in itself (LiteLLM 1.81.13, 1.106.2). */
const OF_BUDGET = ['budget', 'requestsPerMinute', 'tokensPerMinute'] as const;

/**
 * Why a change cannot be written to the resource that it is wanted of; null when it can. A budget that somebody chose may
 * be shared, and writing it for one would change it for all.
 */
export function whyWrittenElsewhere(node: string, held: Resource, only: JsonObject): string | null {
  const { kind, name, settings } = held;
  if (kind !== 'customer' && kind !== 'organization') return null;
  const budget = own(settings, 'budget_id');
  if (typeof budget !== 'string' || budget === '') return null;
  const fields = OF_BUDGET.filter((field) => Object.hasOwn(only, field));
  if (fields.length === 0) return null;
  return `The ${fields.join(', ')} of the ${KIND_NAMES[kind]} "${name}" on ${node} come from the budget "${budget}", which others may share: it is not in this plan. Change that budget, or give it another one (settings: { budget_id: … }).`;
}

/** Settings that a gateway shows and that no route of it sets (LiteLLM 1.81.13, 1.106.2). */
const SHOWN_ONLY: Readonly<Partial<Record<Resource['kind'], readonly string[]>>> = {
  // A member is added as a user; other roles need a licence.
  team: ['members_with_roles'],
};

/** What is wanted without the settings that can only be read; each of these is a warning. */
export function withoutShownOnly(node: string, wanted: Resource, warn: (message: string) => void): Resource {
  const shown = (SHOWN_ONLY[wanted.kind] ?? []).filter((name) => Object.hasOwn(wanted.settings, name));
  if (shown.length === 0) return wanted;
  warn(
    `${shown.join(', ')} of the ${KIND_NAMES[wanted.kind]} "${wanted.name}" on ${node} can only be read: it is not in this plan.`,
  );
  return {
    ...wanted,
    settings: Object.fromEntries(Object.entries(wanted.settings).filter(([name]) => !shown.includes(name))),
  };
}
