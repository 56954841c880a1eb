import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { Reading, Unread } from '../reader.ts';
import type { Session } from './session.ts';
import { walkPages } from './walk-pages.ts';
import type { ListRoute, Walk } from './walk-pages.ts';

/** A list as it was read. */
export interface Listing {
  readonly resources: readonly Resource[];
  readonly refused: readonly Unread[];
  /** What the first page said besides its rows. */
  readonly facts: Reading['facts'];
  /** JSON text of each page, secrets redacted. */
  readonly raw: readonly string[];
  /** Why the list may lack some; null when it was read to its end. */
  readonly lacking: string | null;
}

export type { ListRoute } from './walk-pages.ts';

/**
 * Reads a list to its end, whatever its totals say. Rows that move between pages while they are read come twice
 * (dropped) or not at all, and one that was deleted meanwhile still stands among the rest; so a list that comes out
 * shorter than the gateway counts, or was counted differently on two pages, is read a second time. When that reading
 * is calm it is the list; when not, the list is what both brought, and is said to be partial.
 */
export async function readList(session: Session, route: ListRoute): Promise<Listing> {
  const first = await walkPages(session, route);
  if (isCalm(first)) return listing(first, first.found, route.lacks ?? null);
  const second = await walkPages(session, route);
  if (isCalm(second)) return listing(second, second.found, route.lacks ?? null);
  const all = new Map([...first.found, ...second.found]);
  return listing(second, all, 'It changed while it was read; some may be missing.');
}

function isCalm({ total, moved, found, refused }: Walk): boolean {
  return !moved && (total === null || found.size + refused.length >= total);
}

function listing(
  { refused, facts, raw }: Walk,
  found: ReadonlyMap<string, Resource>,
  lacking: string | null,
): Listing {
  return { resources: [...found.values()], refused, facts, raw, lacking };
}
