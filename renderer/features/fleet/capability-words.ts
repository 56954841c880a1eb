import type { NodeView } from '../../../shared/contract/answers.ts';
import { capabilitiesOf, capabilityWords } from '../../../shared/fleet/capabilities.ts';

/** What a node was seen to do, and what of its kind was not seen, which is not a no. In words. */
export function whatItCan({ kind, health }: Pick<NodeView, 'kind' | 'health'>): {
  readonly seen: readonly string[];
  readonly unseen: readonly string[];
} {
  const seen = health?.capabilities ?? [];
  const words = (name: string): string => capabilityWords(kind, name);
  return {
    seen: seen.map(words),
    unseen: capabilitiesOf(kind)
      .filter((name) => !seen.includes(name))
      .map(words),
  };
}
