import { createHash } from 'node:crypto';
import type { Connection } from '../adapter.ts';

/** What was found out of one node with one key, for as long as the app runs. */
export interface ProbeMemory {
  /** Null when this version was not asked yet. */
  recall(version: string): readonly string[] | null;
  keep(version: string, capabilities: readonly string[]): void;
}

/**
 * Remembers what nodes can do, by node, address, key and version: an upgrade or another key is asked anew. Of the key
 * only a hash is held.
 */
export function createProbeMemory(): (connection: Connection) => ProbeMemory {
  const known = new Map<string, readonly string[]>();
  return ({ node, url, key }) => {
    const place = `${node}\n${url}\n${createHash('sha256').update(key).digest('hex')}\n`;
    return {
      recall: (version) => known.get(place + version) ?? null,
      keep: (version, capabilities) => {
        known.set(place + version, capabilities);
      },
    };
  };
}
