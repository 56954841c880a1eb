import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { plainDecimal } from '../../../shared/plan/decimal.ts';
import { PAGE_LIMIT, rowsOf } from './pages.ts';
import { readRows, tellUnread } from './pulling.ts';
import { atRoute } from './located.ts';
import { requireText, textOr } from './fields.ts';
import type { Lack, Pulling } from './pulling.ts';

/** What of the ledger an administrator wrote. */
const TYPES = 'admin_grant,admin_removal';

/** So many entries are read at most, in some twenty seconds; a ledger has more only where a program grants. */
const MOST_GRANTS = 100_000;

/**
 * An entry of the ledger that an administrator made (dwctl 8.94.2, 10.13.1), known by its `source_id`, which is unique over
 * the whole ledger. Nothing there is ever changed or deleted.
 */
function readGrant(row: JsonObject): Resource {
  const source = requireText(row, 'source_id');
  const amount = requireText(row, 'amount');
  return {
    kind: 'grant',
    id: source,
    name: source,
    owner: 'server',
    fields: {
      user: textOr(row['user_id'], ''),
      type: textOr(row['transaction_type'], ''),
      amount: plainDecimal(amount) ?? amount,
    },
    settings: { description: row['description'] ?? null },
    observed: { id: row['id'] ?? null, created_at: row['created_at'] ?? null },
  };
}

/** All grants and removals, as far as the key may see the ledger of everybody. */
export async function pullGrants(pulling: Pick<Pulling, 'get'>, lack: Lack): Promise<readonly Resource[]> {
  const all: Resource[] = [];
  for await (const grants of grantPages(pulling.get, lack)) all.push(...grants);
  return all;
}

/**
 * Pages of grants and removals, newest first, each entry once: what is granted meanwhile moves all others on, and a page
 * begins with rows of the one before. `lack` is told of those that could not be read, and when they were too many.
 * @param most entries that are read
 */
export async function* grantPages(
  get: Pulling['get'],
  lack: Lack = () => undefined,
  most: number = MOST_GRANTS,
): AsyncGenerator<readonly Resource[]> {
  const odd: string[] = [];
  const seen = new Set<string>();
  let whole = false;
  for (let skip = 0; skip < most && !whole;) {
    const answer = await get('/transactions', {
      all: 'true',
      transaction_types: TYPES,
      limit: String(PAGE_LIMIT),
      skip: String(skip),
    });
    const { rows, more } = atRoute(answer, () => rowsOf(answer.body));
    const before = skip;
    const grants = readRows(rows, readGrant, (index, why) =>
      odd.push(`row ${String(before + index + 1)}: ${why}`),
    );
    const fresh = grants.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    yield fresh;
    skip += rows.length;
    whole = rows.length === 0 || more === false;
  }
  tellUnread('/transactions', odd, lack);
  if (!whole) lack(`The ledger has more than ${most} grants; the older ones were not read.`);
}
