import type { GatewayKind } from './node.ts';
import type { ResourceKind } from './snapshot.ts';

/** What takes the place of kinds that a gateway has no notion of, as a sentence (Doubleword: dwctl 10.13.1). */
const INSTEAD: Readonly<Record<GatewayKind, Partial<Record<ResourceKind, string>>>> = {
  litellm: {},
  doubleword: { budget: 'Its keys have spend limits, and its users and organizations have credit.' },
};

/** What a gateway has in place of a kind that it has no notion of; null for a kind that it has. */
export function hasInstead(gateway: GatewayKind, kind: ResourceKind): string | null {
  return INSTEAD[gateway][kind] ?? null;
}
