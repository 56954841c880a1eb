import type { AdminEvent } from '../../../shared/audit/events.ts';

/** Part of a list of which not every row is here: rows that follow one another, and where they begin. */
export interface Stretch {
  /** Index of the first of them among all rows. */
  readonly first: number;
  /** When each began, milliseconds since 1970 UTC, in the order of the list. */
  readonly times: readonly number[];
}

/** One line of the table: a request by its index, or an event between two requests. */
export type TimelineEntry =
  | { readonly type: 'request'; readonly index: number }
  | { readonly type: 'event'; readonly event: AdminEvent };

/** Requests and events in one order. */
export interface Timeline {
  /** How many lines there are. */
  readonly count: number;
  readonly at: (position: number) => TimelineEntry;
  /** The line on which a request stands. */
  readonly positionOf: (index: number) => number;
  /** The line of the first event that is meant; null where it has no place yet. */
  readonly positionOfEvent: (isMeant: (event: AdminEvent) => boolean) => number | null;
  /** How many events stand above a line. */
  readonly eventsAbove: (position: number) => number;
}

/** An event, and the index of the request it stands before. */
export interface Marker {
  readonly before: number;
  readonly event: AdminEvent;
}

/** Puts markers, sorted by the request they stand before, among `total` requests. */
export function createTimeline(total: number, markers: readonly Marker[]): Timeline {
  // The marker j stands on the line `before + j`: its requests and the markers above it come first.
  const markersUpTo = (position: number): number =>
    countWhile(markers.length, (j) => (markers[j]?.before ?? 0) + j <= position);
  return {
    count: total + markers.length,
    at(position) {
      const above = markersUpTo(position);
      const marker = markers[above - 1];
      if (marker !== undefined && marker.before + above - 1 === position) {
        return { type: 'event', event: marker.event };
      }
      return { type: 'request', index: position - above };
    },
    positionOf: (index) => index + countWhile(markers.length, (j) => (markers[j]?.before ?? 0) <= index),
    positionOfEvent(isMeant) {
      const number = markers.findIndex(({ event }) => isMeant(event));
      return number === -1 ? null : (markers[number]?.before ?? 0) + number;
    },
    eventsAbove: (position) => markersUpTo(position - 1),
  };
}

/**
 * Where events stand among requests that are sorted by time. Only where the requests around an event are here can
 * that be told; the others find their place when their rows come.
 *
 * @param stretches in order, without overlaps; two that touch are one
 * @param total how many requests there are in all
 */
export function placeEvents(
  events: readonly AdminEvent[],
  stretches: readonly Stretch[],
  total: number,
  descending: boolean,
): readonly Marker[] {
  const sign = descending ? -1 : 1;
  const sorted = [...events].sort((a, b) => sign * (Date.parse(a.at) - Date.parse(b.at)));
  if (total === 0) return sorted.map((event) => ({ before: 0, event }));
  return sorted.flatMap((event): readonly Marker[] => {
    const at = sign * Date.parse(event.at);
    const stretch = stretches.find(
      ({ first, times }) =>
        (first === 0 || at > sign * (times[0] ?? 0)) &&
        (first + times.length >= total || at <= sign * (times.at(-1) ?? 0)),
    );
    if (stretch === undefined) return [];
    const { first, times } = stretch;
    return [{ before: first + countWhile(times.length, (i) => sign * (times[i] ?? 0) < at), event }];
  });
}

/** How many of the first of `count` things something holds for, where it holds for none after one it does not hold for. */
function countWhile(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
