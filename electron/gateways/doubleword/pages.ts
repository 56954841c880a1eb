import { canonicalJson, isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { textList, unreadable } from './fields.ts';
import { atRoute } from './located.ts';
import type { Session } from './session.ts';

/** dwctl 10.13.1 clamps `limit` to 1..101. */
export const PAGE_LIMIT = 101;

/** One page of a list. */
export interface ListPage {
  readonly rows: readonly JsonObject[];
  /** Null where the route does not say. */
  readonly total: number | null;
  readonly answer: GatewayAnswer;
}

/**
 * Rows of a body: `{data,total_count,…}`, `{data,has_more,…}`, `{entries}` or a bare array, and what it says of others.
 * Rejects other shapes.
 */
export function rowsOf(body: JsonValue): {
  readonly rows: readonly JsonObject[];
  /** How many there are in all; null where the route does not say. */
  readonly total: number | null;
  /** Whether more follow, as the ledger says (dwctl 8.94.2, 10.13.1); null where the route does not say. */
  readonly more: boolean | null;
} {
  const list = Array.isArray(body)
    ? body
    : isJsonObject(body)
      ? (body['data'] ?? body['entries'])
      : undefined;
  if (!Array.isArray(list)) throw unreadable('there is no list of rows');
  const rows = list.filter(isJsonObject);
  if (rows.length !== list.length) throw unreadable('a row is not an object');
  const { total_count: total, has_more: more }: JsonObject = isJsonObject(body) ? body : {};
  return {
    rows,
    total: typeof total === 'number' ? total : null,
    more: typeof more === 'boolean' ? more : null,
  };
}

/** Ids of a bare array, such as the members of a group (dwctl 10.13.1). */
export function idsOf(answer: GatewayAnswer): readonly string[] {
  const ids = textList(answer.body);
  return (
    ids ??
    atRoute(answer, () => {
      throw unreadable('there is no list of ids');
    })
  );
}

/** Tries before a list is taken as it came. */
const MOST_WALKS = 3;

/**
 * Reads a list to its end: to `total_count` where it is told, else to the first page that is empty or only repeats, because
 * some bare arrays come whole whatever is asked (probes, members, webhooks, tool sources of dwctl 10.13.1). Rows that
 * repeat because something was added meanwhile come once; a row that was deleted meanwhile makes another one
 * slip between two pages. So a list whose total changed, or that came out shorter than it, is read anew.
 * @param lack told why when it never held still: then some may be missing.
 */
export async function* listPages(
  session: Session,
  path: string,
  query: Readonly<Record<string, string>> = {},
  lack: (why: string) => void = () => undefined,
): AsyncGenerator<ListPage> {
  for (let walk = 1; ; walk += 1) {
    const { pages, whole } = await walkList(session, path, query);
    if (!whole && walk < MOST_WALKS) continue;
    if (!whole) lack('It changed while it was read; some may be missing.');
    yield* pages;
    return;
  }
}

async function walkList(
  session: Session,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<{ readonly pages: readonly ListPage[]; readonly whole: boolean }> {
  const pages: ListPage[] = [];
  const seen = new Set<string>();
  const totals = new Set<number>();
  for (let skip = 0; ;) {
    const answer = await session.get(path, { ...query, skip, limit: PAGE_LIMIT });
    const { rows, total } = atRoute(answer, () => rowsOf(answer.body));
    const fresh = rows.filter((row) => !seen.has(identityOf(row)));
    for (const row of fresh) seen.add(identityOf(row));
    pages.push({ rows: fresh, total, answer });
    if (total !== null) totals.add(total);
    skip += rows.length;
    const isEnd = total === null ? fresh.length === 0 : rows.length === 0 || skip >= total;
    if (isEnd) {
      return { pages, whole: totals.size < 2 && seen.size >= Math.max(0, ...totals) };
    }
  }
}

/** Some rows, such as parts of a model, have no id of their own. */
function identityOf(row: JsonObject): string {
  return typeof row['id'] === 'string' ? row['id'] : canonicalJson(row);
}
