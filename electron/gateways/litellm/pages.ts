import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { GatewayRequest } from '../http/client.ts';
import type { Reading, Unread } from '../reader.ts';
import { rawText } from './raw.ts';
import { readerOf } from './readers.ts';
import type { Session } from './session.ts';

/** A list as it was read. */
export interface Listing {
  readonly resources: readonly Resource[];
  readonly refused: readonly Unread[];
  /** What the last page said besides its rows. */
  readonly facts: Reading['facts'];
  /** JSON text of each page, secrets redacted. */
  readonly raw: readonly string[];
  /** Why the list may lack some; null when it was read to its end. */
  readonly lacking: string | null;
}

/** A list and how it is asked for. */
export interface ListRoute {
  readonly path: string;
  readonly query: NonNullable<GatewayRequest['query']>;
  /** The names of the page and size parameters; null for lists that come whole. */
  readonly paging: { readonly page: string; readonly size: string } | null;
  /** Where the answer says how many there are. */
  readonly total: string;
}

const PAGE_SIZE = 100;
const MOST_PAGES = 10_000;

/**
 * Reads a list to its end: until a page is empty or brings nothing new, whatever its totals say. Rows that
 * move between pages while they are read come twice (dropped) or not at all; so a list that comes out
 * shorter than the gateway counts is read a second time.
 */
export async function readList(session: Session, route: ListRoute): Promise<Listing> {
  const found = new Map<string, Resource>();
  const first = await walk(session, route, found);
  if (!isShort(first, found)) return listing(first, found, null);
  const second = await walk(session, route, found);
  return listing(
    second,
    found,
    isShort(second, found) ? 'It changed while it was read; some may be missing.' : null,
  );
}

interface Walk {
  readonly refused: readonly Unread[];
  readonly facts: Reading['facts'];
  readonly raw: readonly string[];
  readonly total: number | null;
}

function isShort({ total, refused }: Walk, found: ReadonlyMap<string, Resource>): boolean {
  return total !== null && found.size + refused.length < total;
}

function listing(walked: Walk, found: ReadonlyMap<string, Resource>, lacking: string | null): Listing {
  const { refused, facts, raw } = walked;
  return { resources: [...found.values()], refused, facts, raw, lacking };
}

async function walk(session: Session, route: ListRoute, found: Map<string, Resource>): Promise<Walk> {
  const { path, paging } = route;
  const raw: string[] = [];
  const refused: Unread[] = [];
  const seen = new Set<string>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const query =
      paging === null ? route.query : { ...route.query, [paging.page]: page, [paging.size]: PAGE_SIZE };
    const answer = await session.get(path, query);
    const reader = readerOf('GET', path);
    if (reader === undefined) throw new Error(`no reader for ${path}`);
    const reading = reader.read(answer);
    raw.push(rawText(answer.body));
    refused.push(
      ...reading.refused.map(({ where, reason }) => ({ where: `page ${String(page)}, ${where}`, reason })),
    );
    const before = seen.size;
    for (const item of reading.items) {
      if (!('resource' in item)) continue;
      // An alias repeats a deployment under the same id.
      const key = `${item.resource.id}\u0000${item.resource.name}`;
      seen.add(key);
      found.set(key, item.resource);
    }
    const total = reading.facts[route.total];
    const walked = { refused, facts: reading.facts, raw, total: typeof total === 'number' ? total : null };
    if (paging === null || seen.size === before || isLast(reading, walked, seen.size)) return walked;
  }
  throw new ProblemError({
    code: 'answer_unreadable',
    message: `${session.node} gave more than ${String(MOST_PAGES)} pages of ${path}.`,
    next: 'Look at the gateway: its pages may not end.',
    where: `GET ${path}`,
  });
}

/** A page that is not full, when as many came as there are: no need to ask for an empty one. */
function isLast({ items, refused }: Reading, { total }: Walk, seen: number): boolean {
  return items.length + refused.length < PAGE_SIZE && total !== null && seen + refused.length >= total;
}
