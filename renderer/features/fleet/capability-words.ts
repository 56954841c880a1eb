import type { NodeView } from '../../../shared/contract/answers.ts';
import { CAPABILITIES, capabilityWords as litellmWords } from '../../../shared/fleet/node.ts';

/** What a check of a Doubleword node may see, in plain words. */
const DOUBLEWORD: Readonly<Record<string, string>> = {
  teams: 'lists its groups',
  'request-log': 'gives its request log',
  ledger: 'gives its ledger of costs',
  'key-spend-limits': 'keeps spend limits of keys',
  organizations: 'has organisations',
  probes: 'lists its probes',
  webhooks: 'lists webhooks',
  'tool-sources': 'has tool sources',
  demand: 'tells the demand of each model',
  'usage-recompute': 'works costs out again from its log',
};

/** What a node was seen to do, and what of its kind was not seen, which is not a no. In words. */
export function whatItCan({ kind, health }: Pick<NodeView, 'kind' | 'health'>): {
  readonly seen: readonly string[];
  readonly unseen: readonly string[];
} {
  const seen = health?.capabilities ?? [];
  const all = Object.keys(kind === 'litellm' ? CAPABILITIES : DOUBLEWORD);
  const words = kind === 'litellm' ? litellmWords : (name: string) => DOUBLEWORD[name] ?? name;
  return {
    seen: seen.map(words),
    unseen: all.filter((name) => !seen.includes(name)).map(words),
  };
}
