import type { ReactNode } from 'react';

import type { AdminEvent } from '../../../shared/audit/events.ts';
import { formatInstant, formatUtc } from '../../ui/format-time.ts';
import { Tag } from '../../ui/tag.tsx';
import { eventActor, eventTitle } from './event-words.ts';
import { formatSecond } from './row-words.ts';

/** An admin event on one line, across the columns of the requests it happened between. */
export function EventLine({ event }: { readonly event: AdminEvent }): ReactNode {
  const at = new Date(event.at);
  return (
    <span className="audit__event">
      <time className="mono soft" dateTime={event.at} title={`${formatInstant(at)} · ${formatUtc(at)}`}>
        {formatSecond(at)}
      </time>
      <Tag plain tone="accent">
        admin event
      </Tag>
      <span className="strong truncate">{eventTitle(event)}</span>
      <span className="soft truncate">{event.detail}</span>
      <span className="muted truncate audit__event-by">
        {eventActor(event)} · {event.node}
      </span>
    </span>
  );
}
