import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  createTimeline,
  placeEvents,
  type Stretch,
  type Timeline,
} from '../../../../renderer/features/audit/timeline.ts';
import type { AdminEvent } from '../../../../shared/audit/events.ts';

const START = Date.UTC(2026, 9, 20);

function eventAt(ms: number): AdminEvent {
  return {
    at: new Date(ms).toISOString(),
    after: null,
    node: 'eu',
    source: 'gateway',
    actor: null,
    action: 'update',
    kind: 'team',
    id: 't',
    name: '',
    detail: '',
    fields: [],
  };
}

const seconds = fc.array(fc.nat(60), { maxLength: 20 }).map((all) => all.map((one) => START + one * 1000));

/** The times of all lines, requests by their own. */
function timesOf(timeline: Timeline, requests: readonly number[]): readonly number[] {
  return Array.from({ length: timeline.count }, (_, position) => {
    const entry = timeline.at(position);
    return entry.type === 'event' ? Date.parse(entry.event.at) : (requests[entry.index] ?? Number.NaN);
  });
}

describe('requests and events in one order', () => {
  it('are in the order of time, all of them, once every row is here', () => {
    fc.assert(
      fc.property(seconds, seconds, fc.boolean(), (requests, events, descending) => {
        const sign = descending ? -1 : 1;
        const sorted = requests.toSorted((a, b) => sign * (a - b));
        const stretches: readonly Stretch[] = sorted.length === 0 ? [] : [{ first: 0, times: sorted }];
        const markers = placeEvents(events.map(eventAt), stretches, sorted.length, descending);
        const times = timesOf(createTimeline(sorted.length, markers), sorted);
        expect(times).toEqual([...requests, ...events].toSorted((a, b) => sign * (a - b)));
      }),
    );
  });

  it('know the line of each request, and how many events are above a line', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10), { maxLength: 8 }), (places) => {
        const markers = places
          .toSorted((a, b) => a - b)
          .map((before, index) => ({ before, event: eventAt(START + index) }));
        const timeline = createTimeline(10, markers);
        for (let index = 0; index < 10; index += 1) {
          expect(timeline.at(timeline.positionOf(index))).toEqual({ type: 'request', index });
        }
        let above = 0;
        for (let position = 0; position < timeline.count; position += 1) {
          expect(timeline.eventsAbove(position)).toBe(above);
          const entry = timeline.at(position);
          if (entry.type !== 'event') continue;
          expect(timeline.positionOfEvent((event) => event === entry.event)).toBe(position);
          above += 1;
        }
        expect(above).toBe(markers.length);
      }),
    );
  });

  it('leave out an event whose place is not known, and never put one in a wrong place', () => {
    fc.assert(
      fc.property(seconds, seconds, fc.nat(20), fc.nat(20), (requests, events, from, length) => {
        const sorted = requests.toSorted((a, b) => b - a);
        const times = sorted.slice(from, from + length);
        if (times.length === 0) return;
        const markers = placeEvents(events.map(eventAt), [{ first: from, times }], sorted.length, true);
        for (const { before, event } of markers) {
          const at = Date.parse(event.at);
          expect(at).toBeGreaterThanOrEqual(sorted[before] ?? 0);
          expect(before === 0 || at < (sorted[before - 1] ?? 0)).toBe(true);
        }
      }),
    );
  });
});
