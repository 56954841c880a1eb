import type { LogFacts } from '../../../shared/audit/coverage-facts.ts';
import type { NodeEntry } from '../../../shared/fleet/node.ts';
import { readNodeFacts } from './node-facts.ts';

/** What is known of nodes' logs beside the archive, remembered for a moment. */
export interface FactsReader {
  /** Null for a node that the fleet does not name. */
  read(node: string): Promise<LogFacts | null>;
  /** Something in the workspace changed: everything is read anew. */
  forget(): void;
}

/** Every chart asks; a file that was edited by hand is noticed this soon. */
const REMEMBERED_MS = 5000;

/** Makes the reader. */
export function createFactsReader(
  workspace: string,
  entries: () => Promise<readonly NodeEntry[]>,
  now: () => Date,
): FactsReader {
  let known: { readonly atMs: number; readonly facts: Map<string, Promise<LogFacts | null>> } | null = null;

  async function readOne(node: string): Promise<LogFacts | null> {
    const entry = (await entries()).find(({ name }) => name === node);
    return entry === undefined ? null : readNodeFacts(workspace, entry);
  }

  return {
    read(node) {
      const nowMs = now().getTime();
      // A clock that was set back must not keep old facts alive.
      if (known === null || Math.abs(nowMs - known.atMs) > REMEMBERED_MS)
        known = { atMs: nowMs, facts: new Map() };
      const facts = known.facts.get(node) ?? readOne(node);
      known.facts.set(node, facts);
      return facts;
    },
    forget() {
      known = null;
    },
  };
}
