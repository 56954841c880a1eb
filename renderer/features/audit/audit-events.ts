import { foldText } from '../../../shared/audit/matching.ts';
import type { AdminEvent } from '../../../shared/audit/events.ts';
import type { RequestFilter } from '../../../shared/audit/filter.ts';
import { createRemote } from '../../app/state/remote.ts';

/** What administrators did in the span that is shown. */
export const auditEvents = createRemote('audit.events');

/** What stands in the table. */
export const SHOWN = ['requests', 'both', 'events'] as const;
export type Shown = (typeof SHOWN)[number];

export const SHOWN_OPTIONS = [
  { value: 'requests', label: 'Requests' },
  { value: 'both', label: 'Both' },
  { value: 'events', label: 'Admin events' },
] as const satisfies readonly { readonly value: Shown; readonly label: string }[];

/** Open ends of a span, as far as any log can reach. */
const EVER = { from: '2000-01-01T00:00:00.000Z', until: '2100-01-01T00:00:00.000Z' };

/** Asks for the events of what a filter asks requests of. */
export function loadEvents({ from, until, node }: RequestFilter): Promise<void> {
  return auditEvents.load({
    from: from ?? EVER.from,
    until: until ?? EVER.until,
    ...(node !== undefined && { node }),
  });
}

/** The events that bear a text. The other conditions of a filter speak of what only requests have. */
export function searchEvents(events: readonly AdminEvent[], text: string | undefined): readonly AdminEvent[] {
  const wanted = foldText(text ?? '');
  if (wanted === '') return events;
  return events.filter(({ actor, action, kind, id, name, detail }) =>
    [actor ?? '', action, kind, id, name, detail].some((part) => foldText(part).includes(wanted)),
  );
}

/** An event's place among all. */
export function eventIdOf({ at, node, source, action, kind, id, name }: AdminEvent): string {
  return ['event', at, node, source, action, kind, id, name].join(' ');
}
