import { useMemo } from 'react';

import { auditEvents, searchEvents, type Shown } from './audit-events.ts';
import type { AuditRows } from './audit-rows.ts';
import { stretchesOf } from './row-pages.ts';
import { createTimeline, placeEvents, type Timeline } from './timeline.ts';

/** The lines of the table, and how many events match; null events where none are asked for. */
export interface ShownLines {
  readonly lines: Timeline;
  readonly events: number | null;
}

/** Requests, events or both, as lines. Events stand between requests only where those are in the order of time. */
export function useTimeline(state: AuditRows, shown: Shown, text: string | undefined): ShownLines {
  const all = auditEvents.use((remote) => remote.value?.events);
  const { query, pages, total } = state;
  return useMemo(() => {
    if (shown === 'requests') return { lines: createTimeline(total, []), events: null };
    const events = searchEvents(all ?? [], text);
    const descending = query?.descending ?? true;
    if (shown === 'events') {
      return { lines: createTimeline(0, placeEvents(events, [], 0, descending)), events: events.length };
    }
    const ordered = query?.sort === 'startMs';
    const markers = ordered ? placeEvents(events, stretchesOf(pages), total, descending) : [];
    return { lines: createTimeline(total, markers), events: events.length };
  }, [all, query, pages, total, shown, text]);
}
