import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { inParallel } from '../../../shared/in-parallel.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { GatewayRequest } from '../http/client.ts';
import type { Reading, Unread } from '../reader.ts';
import { rawText } from './raw.ts';
import { readerOf } from './readers.ts';
import type { Session } from './session.ts';

/** A list and how it is asked for. */
export interface ListRoute {
  readonly path: string;
  readonly query: NonNullable<GatewayRequest['query']>;
  /** The names of the page and size parameters; null for lists that come whole. */
  readonly paging: { readonly page: string; readonly size: string } | null;
  /** Where the answer says how many there are; empty where it does not. */
  readonly total: string;
  /** What this route leaves out, for a person; absent when it gives all. */
  readonly lacks?: string;
}

/** One reading of a list from its first page to its last. */
export interface Walk {
  readonly found: ReadonlyMap<string, Resource>;
  readonly refused: readonly Unread[];
  /** What the first page said besides its rows. */
  readonly facts: Reading['facts'];
  /** JSON text of each page in their order, secrets redacted. */
  readonly raw: readonly string[];
  /** How many the gateway counts; null where it does not say. */
  readonly total: number | null;
  /** Whether it counted differently on another page: then rows may have moved from one page to another. */
  readonly moved: boolean;
}

/** The largest page that every list of LiteLLM gives (1.81.13, 1.106.2); more is refused with 422. */
export const PAGE_SIZE = 100;
const MOST_PAGES = 10_000;
/** As many pages at once as the client has questions under way. */
const PARALLEL = 4;

/** What is kept of a page when its rows have been read; the rows themselves are let go. */
interface Page {
  readonly refused: readonly Unread[];
  readonly facts: Reading['facts'];
  readonly raw: string;
  readonly rows: number;
}

/**
 * Reads a list to its end. The first page says how many there are: that many pages are read side by side.
 * What it says is a hint only (`total` stops at 10,000 in some lists), so reading goes on, page by page, until
 * one is empty, brings nothing new, or is not full when all are there.
 */
export async function walkPages(session: Session, route: ListRoute): Promise<Walk> {
  const pages = new Map<number, Page>();
  const found = new Map<string, Resource>();
  const totals = new Set<number>();
  const seen = { refused: 0, ended: false };

  const take = async (number: number): Promise<void> => {
    const { reading, raw } = await readPage(session, route, number);
    const { items, refused, facts } = reading;
    pages.set(number, { refused, facts, raw, rows: items.length + refused.length });
    const total = facts[route.total];
    if (typeof total === 'number') totals.add(total);
    seen.refused += refused.length;
    const before = found.size;
    for (const item of items)
      // An alias repeats a deployment under the same id.
      if ('resource' in item) found.set(`${item.resource.id}\u0000${item.resource.name}`, item.resource);
    if (found.size === before) seen.ended = true;
  };

  await take(1);
  const size = pages.get(1)?.rows ?? 0;
  const total = [...totals][0] ?? null;
  const isWhole = (last: number): boolean =>
    (pages.get(last)?.rows ?? 0) < Math.min(size, PAGE_SIZE) &&
    total !== null &&
    found.size + seen.refused >= total;
  if (route.paging !== null && !seen.ended && !(size < PAGE_SIZE && total !== null && size >= total)) {
    const expected = Math.min(Math.max(1, Math.ceil((total ?? 0) / Math.max(1, size))), MOST_PAGES);
    const numbers = Array.from({ length: expected - 1 }, (_, index) => index + 2);
    await inParallel(numbers, PARALLEL, async (number) => {
      if (!seen.ended) await take(number);
    });
    let last = expected;
    while (!seen.ended && !isWhole(last)) {
      last += 1;
      if (last > MOST_PAGES) throw endless(session, route);
      await take(last);
    }
  }
  return collect(pages, found, totals);
}

async function readPage(
  session: Session,
  route: ListRoute,
  number: number,
): Promise<{ readonly reading: Reading; readonly raw: string }> {
  const { path, paging } = route;
  const query =
    paging === null ? route.query : { ...route.query, [paging.page]: number, [paging.size]: PAGE_SIZE };
  const answer = await session.get(path, query);
  const reader = readerOf('GET', path);
  if (reader === undefined) throw new Error(`no reader for ${path}`);
  return { reading: reader.read(answer), raw: rawText(path, answer) };
}

function collect(
  pages: ReadonlyMap<number, Page>,
  found: ReadonlyMap<string, Resource>,
  totals: ReadonlySet<number>,
): Walk {
  const inOrder = [...pages].sort(([a], [b]) => a - b);
  return {
    found,
    refused: inOrder.flatMap(([number, { refused }]) =>
      refused.map(({ where, reason }) => ({ where: `page ${String(number)}, ${where}`, reason })),
    ),
    facts: pages.get(1)?.facts ?? {},
    raw: inOrder.map(([, { raw }]) => raw),
    total: totals.size === 0 ? null : Math.max(...totals),
    moved: totals.size > 1,
  };
}

function endless(session: Session, { path }: ListRoute): ProblemError {
  return new ProblemError({
    code: 'answer_unreadable',
    message: `${session.node} gave more than ${String(MOST_PAGES)} pages of ${path}.`,
    next: 'Look at the gateway: its pages may not end.',
    where: `GET ${path}`,
  });
}
