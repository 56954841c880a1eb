import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { newestNames } from '../query/names.ts';
import type { Database, SqlValue } from '../sqlite.ts';
import type { NodeStore } from '../store/node-store.ts';
import { SMALL_TABLES } from './tables.ts';
import { groupsOf } from './usage-rows.ts';

type Rows = readonly (readonly SqlValue[])[];

/** Fills the small tables of these names anew. */
export async function fillSmallTables(
  database: Database,
  names: ReadonlySet<string>,
  stores: readonly NodeStore[],
  coverage: readonly NodeCoverage[],
): Promise<void> {
  for (const { name, columns } of SMALL_TABLES) {
    if (!names.has(name)) continue;
    const rows = await rowsOf(name, stores, coverage);
    database.run(`DELETE FROM ${name}`);
    const insert = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`);
    try {
      for (const row of rows) insert.run([...row]);
    } finally {
      insert.free();
    }
  }
}

async function rowsOf(
  name: string,
  stores: readonly NodeStore[],
  coverage: readonly NodeCoverage[],
): Promise<Rows> {
  switch (name) {
    case 'teams':
      return namesOf(stores, 'team');
    case 'keys':
      return namesOf(stores, 'key');
    case 'coverage':
      return coverageRows(stores, coverage);
    case 'commits':
      return eachStore(stores, async (store) =>
        (await store.state()).commits.map(({ number, at, import: done, hash }) => [
          store.node,
          number,
          at,
          done?.description ?? null,
          done?.read ?? null,
          done?.inserted ?? null,
          done?.repeated ?? null,
          done?.updated ?? null,
          done?.refused ?? null,
          hash,
        ]),
      );
    default:
      return eachStore(stores, async (store) =>
        (await store.segments()).map((segment) => [
          store.node,
          segment.name,
          segment.rows,
          segment.bytes,
          iso(segment.firstMs),
          iso(segment.lastMs),
          segment.sha256,
        ]),
      );
  }
}

async function namesOf(stores: readonly NodeStore[], of: 'team' | 'key'): Promise<Rows> {
  const names = await newestNames(stores);
  const unnamed = new Map<string, string | null>();
  for (const store of stores) {
    for (const segment of await store.segments()) {
      for (const { teamId, key } of store.use(segment, groupsOf) ?? [])
        unnamed.set(of === 'team' ? teamId : key, null);
    }
  }
  return [...new Map([...unnamed, ...names[of]])]
    .filter(([id]) => id !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

async function coverageRows(stores: readonly NodeStore[], coverage: readonly NodeCoverage[]): Promise<Rows> {
  const covered = await eachStore(stores, async (store) =>
    (await store.state()).covered.map(({ fromMs, untilMs }) => [
      store.node,
      iso(fromMs),
      iso(untilMs),
      1,
      null,
    ]),
  );
  const missing = coverage.flatMap(({ node, gaps }) =>
    gaps.map(({ from, until, why }) => [node, from, until, 0, why]),
  );
  return [...covered, ...missing];
}

async function eachStore(
  stores: readonly NodeStore[],
  rows: (store: NodeStore) => Promise<Rows>,
): Promise<Rows> {
  const all: (readonly SqlValue[])[] = [];
  for (const store of stores) all.push(...(await rows(store)));
  return all;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
