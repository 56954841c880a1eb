import { isJsonObject, type JsonValue } from '../json.ts';
import { samePeriod } from './period.ts';
import type { PolicyBudget } from './policy.ts';

/**
 * A budget as LiteLLM is to hold it; null for none. A period that means the same is left as the node spells it: another
 * spelling would start it anew for nothing.
 */
export function wantedBudget(budget: PolicyBudget | null, held: JsonValue | undefined): JsonValue {
  if (budget === null) return null;
  const before = isJsonObject(held) ? held['period'] : undefined;
  const { limit, period } = budget;
  return { limit, period: typeof before === 'string' && samePeriod(before, period) ? before : period };
}
