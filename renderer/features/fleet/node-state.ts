import type { NodeView } from '../../../shared/contract/answers.ts';
import { GATEWAY_NAMES, isReady } from '../../../shared/fleet/node.ts';
import { plural } from '../../ui/format.ts';
import type { TagTone } from '../../ui/tag.tsx';

/** How a node stands, in one word or two. */
export interface NodeState {
  readonly tone: TagTone;
  readonly label: string;
  /** For sorting: what needs someone most comes first. */
  readonly rank: number;
}

/** The worst thing that is known of a node. */
export function nodeState(node: NodeView): NodeState {
  const { key, health, snapshot, drift, pending } = node;
  if (key === null) return { tone: 'bad', label: 'no key', rank: 0 };
  if (health !== null && !health.reachable) return { tone: 'bad', label: 'unreachable', rank: 1 };
  if (health?.authorised === false) return { tone: 'bad', label: 'key refused', rank: 2 };
  if (health !== null && !isReady(health)) return { tone: 'bad', label: 'not ready', rank: 2 };
  if (drift !== null && drift.count > 0) {
    return { tone: 'caution', label: plural(drift.count, 'drift'), rank: 3 };
  }
  if (pending !== null && pending > 0) return { tone: 'accent', label: `${pending} to push`, rank: 4 };
  if (snapshot === null) return { tone: 'neutral', label: 'not pulled', rank: 5 };
  if (health === null) return { tone: 'neutral', label: 'not checked', rank: 6 };
  if (pending === null) return { tone: 'unknown', label: 'not compared', rank: 7 };
  return { tone: 'good', label: 'in step', rank: 8 };
}

/** What runs there: `LiteLLM 1.106.2`. The version is that of the last check, else of the snapshot. */
export function productOf({ kind, health, snapshot }: NodeView): string {
  const version = health?.version ?? snapshot?.version ?? null;
  return version === null ? GATEWAY_NAMES[kind] : `${GATEWAY_NAMES[kind]} ${version}`;
}

const KEY_PLACES: Readonly<Record<Exclude<NodeView['key'], null>, string>> = {
  keychain: 'in the keychain of this machine',
  session: 'in memory, until the app is closed',
  env: 'in an environment variable',
  sample: 'made up for the simulated gateway',
};

/** Where a node's key is kept, in words. */
export function keyPlace(key: NodeView['key']): string {
  return key === null ? 'not found' : KEY_PLACES[key];
}
