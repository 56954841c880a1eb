import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import type { AskedMarks } from '../request-log.ts';
import { relatedOf } from './related.ts';

/**
 * The customers and tags of a LiteLLM node that have a budget or limits, or would have them: only these make a difference to
 * a request. All customers where those without a budget of their own are given one (`max_end_user_budget_id`).
 */
export function askedMarks(held: readonly (readonly Resource[])[]): AskedMarks {
  const customers = new Set<string>();
  const tags = new Set<string>();
  let isAll = false;
  for (const resources of held) {
    // A customer of no name has what those without a budget of their own have.
    const related = relatedOf(resources);
    isAll ||= isJsonObject(related.customerBudgetOf('')) || isJsonObject(related.customerModelBudgetsOf(''));
    for (const resource of resources) {
      const { kind, id } = resource;
      const hasModels = kind === 'customer' && isJsonObject(related.customerModelBudgetsOf(id));
      if (!hasRules(resource) && !hasModels) continue;
      if (resource.kind === 'customer') customers.add(resource.id);
      if (resource.kind === 'tag') tags.add(resource.id);
    }
  }
  return { customers: isAll ? 'all' : [...customers].sort(), tags: [...tags].sort() };
}

const RULES = ['budget', 'requestsPerMinute', 'tokensPerMinute'] as const;

function hasRules({ fields }: Resource): boolean {
  return RULES.some((rule) => (fields[rule] ?? null) !== null);
}
