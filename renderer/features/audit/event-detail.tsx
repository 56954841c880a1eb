import type { ReactNode } from 'react';

import type { AdminEvent } from '../../../shared/audit/events.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { copyText } from '../../app/clipboard.ts';
import { IconButton } from '../../ui/button.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { eventTitle, SOURCE_NAMES } from './event-words.ts';

/** Everything that is known of one admin event. */
export function EventDetail(props: { readonly event: AdminEvent; readonly onClose: () => void }): ReactNode {
  const { event, onClose } = props;
  return (
    <aside className="card audit__detail" aria-label="The admin event">
      <header className="audit__detail-head">
        <h2>Admin event</h2>
        <IconButton icon="close" label="Close" onClick={onClose} />
      </header>
      <div className="audit__detail-body">
        <div className="audit__outcome">
          <Tag plain tone="accent">
            {event.action}
          </Tag>
          <span className="strong">{eventTitle(event)}</span>
        </div>
        {event.detail !== '' && <p>{event.detail}</p>}
        <DefinitionList
          items={[
            [event.after === null ? 'Time' : 'Found', <Time key="at" at={event.at} form="instant" />],
            ...(event.after === null
              ? []
              : [['Not before', <Time key="after" at={event.after} form="instant" />] as const]),
            ['Node', event.node],
            ['By', event.actor ?? <span className="muted">not said</span>],
            ['Kind', event.kind],
            ['Name', event.name === '' ? <span className="muted">none</span> : event.name],
            ...(event.id === ''
              ? []
              : [
                  [
                    'Id',
                    <CopyId key="id" id={event.id} onCopy={(id) => void copyText(id, 'the id')} />,
                  ] as const,
                ]),
            ['Known from', SOURCE_NAMES[event.source]],
          ]}
        />
        {event.fields.length > 0 && (
          <section aria-label="What changed" className="audit__extra">
            <h3>What changed</h3>
            <DefinitionList
              items={event.fields.map(({ path, before, after }) => [
                path,
                <span key={path} className="mono">
                  {written(before)} → {written(after)}
                </span>,
              ])}
            />
          </section>
        )}
      </div>
    </aside>
  );
}

function written(value: JsonValue | undefined): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
