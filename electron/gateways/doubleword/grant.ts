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

/** So many entries are read at most; a ledger has more only where a program grants. */
const MOST_GRANTS = 5000;

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

/** Pages of grants and removals, newest first. `lack` is told of those that could not be read, and when they were too many. */
export async function* grantPages(
  get: Pulling['get'],
  lack: Lack = () => undefined,
): AsyncGenerator<readonly Resource[]> {
  const odd: string[] = [];
  let whole = false;
  for (let skip = 0; skip < MOST_GRANTS && !whole; skip += PAGE_LIMIT) {
    const answer = await get('/transactions', {
      all: 'true',
      transaction_types: TYPES,
      limit: String(PAGE_LIMIT),
      skip: String(skip),
    });
    const { rows } = atRoute(answer, () => rowsOf(answer.body));
    yield readRows(rows, readGrant, (index, why) => odd.push(`row ${String(skip + index + 1)}: ${why}`));
    whole = rows.length < PAGE_LIMIT;
  }
  tellUnread('/transactions', odd, lack);
  if (!whole) lack(`The ledger has more than ${MOST_GRANTS} grants; the older ones were not read.`);
}
