import { select, toNumber, toText } from './sqlite.ts';
import type { Database } from './sqlite.ts';

/** A name and when it was last seen, milliseconds since 1970 UTC. */
export interface SeenName {
  readonly name: string;
  readonly lastMs: number;
}

/** The newest name of every team or key in a segment; by the name itself where two were last seen at once. */
export function newestNames(database: Database, of: 'team' | 'key'): ReadonlyMap<string, SeenName> {
  const names = new Map<string, SeenName>();
  const rows = select(
    database,
    `SELECT w.text, n.text, a.last_ms FROM alias a JOIN word w ON w.number = a.word
     JOIN word n ON n.number = a.alias WHERE a.of = ?`,
    [of],
  );
  for (const [id, name, lastMs] of rows) {
    keepNewer(names, toText(id), { name: toText(name), lastMs: toNumber(lastMs) });
  }
  return names;
}

/** Notes a name unless a newer one is known. */
export function keepNewer(names: Map<string, SeenName>, id: string, seen: SeenName): void {
  const known = names.get(id);
  const newer =
    known === undefined ||
    seen.lastMs > known.lastMs ||
    (seen.lastMs === known.lastMs && seen.name > known.name);
  if (newer) names.set(id, seen);
}
