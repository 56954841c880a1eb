import { useState, type ReactNode } from 'react';

import { exactSpend } from '../../../shared/audit/exact-spend.ts';
import type { FieldName } from '../../../shared/audit/fields.ts';
import type { Condition } from '../../../shared/audit/filter.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { copyText } from '../../app/clipboard.ts';
import { IconButton } from '../../ui/button.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { formatCount } from '../../ui/format.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { KIND_NAMES } from './filters.ts';
import { RawRecord } from './raw-record.tsx';
import { costOf, keyOf, outcomeOf, teamOf, tookOf } from './row-words.ts';

export interface RowDetailProps {
  readonly row: AuditRow;
  readonly onClose: () => void;
  /** Narrows the table to what this row has in a field. */
  readonly onNarrow: (condition: Condition) => void;
}

const SIDES = [
  { value: 'fields', label: 'Fields' },
  { value: 'raw', label: 'Raw record' },
] as const;
type Side = (typeof SIDES)[number]['value'];

/** Everything the archive knows of one request, and what its gateway wrote of it. */
export function RowDetail({ row, onClose, onNarrow }: RowDetailProps): ReactNode {
  const [side, setSide] = useState<Side>('fields');
  return (
    <aside className="card audit__detail" aria-label="The request">
      <header className="audit__detail-head">
        <h2>{row.kind === 'model' ? 'Request' : row.kind === 'management' ? 'Admin call' : 'Other call'}</h2>
        <CopyId id={row.id} length={18} onCopy={(id) => void copyText(id, 'the id')} />
        <IconButton icon="close" label="Close" onClick={onClose} />
      </header>
      <div className="audit__detail-body">
        <Segmented label="What of the request" value={side} options={SIDES} onChange={setSide} />
        {side === 'fields' ? (
          <Fields row={row} onNarrow={onNarrow} />
        ) : (
          <RawRecord key={`${row.node} ${row.id}`} row={row} />
        )}
      </div>
    </aside>
  );
}

function Fields({ row, onNarrow }: Omit<RowDetailProps, 'onClose'>): ReactNode {
  const narrow = (field: FieldName, value: string, label: string): ReactNode => (
    <button
      type="button"
      className="audit__narrow"
      title={`Show only this ${label}`}
      onClick={() => onNarrow({ field, op: 'is', value })}
    >
      {label}
    </button>
  );
  /** A line that narrows, or nothing where the row does not say it. */
  const said = (name: string, field: FieldName, value: string | null): readonly Item[] =>
    value === null || value === '' ? [] : [[name, narrow(field, value, value)]];
  const notSaid = <span className="muted">not said</span>;
  return (
    <>
      <div className="audit__outcome">
        {row.ok ? <Tag tone="good">ok</Tag> : <Tag tone="bad">{outcomeOf(row)}</Tag>}
        <span className="soft">{row.durationMs === null ? '' : `after ${tookOf(row)}`}</span>
      </div>
      {!row.ok && <Failure row={row} />}
      <DefinitionList
        items={[
          ['Time', <Time key="time" at={row.startMs} form="instant" />],
          ['Node', narrow('node', row.node, row.node)],
          ['Kind', narrow('kind', row.kind, KIND_NAMES[row.kind])],
          [
            'Team',
            row.teamId === '' ? (
              <span className="muted">no team</span>
            ) : (
              narrow('teamId', row.teamId, teamOf(row))
            ),
          ],
          ['Key', row.key === '' ? notSaid : narrow('key', row.key, keyOf(row))],
          ['User', row.user === '' ? notSaid : narrow('user', row.user, row.user)],
          ...said('End user', 'endUser', row.endUser),
          ...said('Organization', 'organization', row.organization),
          [
            'Model',
            row.model === '' ? <span className="muted">none</span> : narrow('model', row.model, row.model),
          ],
          ...said('Served by', 'servedModel', row.servedModel),
          ...said('Provider', 'provider', row.provider),
          ...said('Deployment', 'deployment', row.deployment),
          ...said('Call', 'callType', row.callType),
          ...said('Session', 'session', row.session),
          ...said('Address', 'address', row.address),
          ['Tokens', tokensOf(row)],
          ['Cost', <Cost key="cost" row={row} />],
          ['First token', row.firstTokenMs === null ? notSaid : `after ${formatCount(row.firstTokenMs)} ms`],
          ['From cache', row.cacheHit === null ? notSaid : row.cacheHit ? 'yes' : 'no'],
          ...(row.tags.length === 0
            ? []
            : [
                [
                  'Tags',
                  <span key="tags" className="audit__tags">
                    {row.tags.map((tag) => (
                      <span key={tag}>{narrow('tags', tag, tag)}</span>
                    ))}
                  </span>,
                ] as const,
              ]),
          ...(row.teamId === '' ? [] : [['Team id', <FieldId key="team-id" id={row.teamId} />] as const]),
          ...(row.key === '' ? [] : [['Key hash', <FieldId key="key" id={row.key} />] as const]),
        ]}
      />
      <Extra row={row} />
    </>
  );
}

type Item = readonly [string, ReactNode];

function tokensOf({ promptTokens, completionTokens, cachedTokens }: AuditRow): string {
  const sides = `${formatCount(promptTokens)} in · ${formatCount(completionTokens)} out`;
  return cachedTokens === null ? sides : `${sides} · ${formatCount(cachedTokens)} cached`;
}

function FieldId({ id }: { readonly id: string }): ReactNode {
  return <CopyId id={id} length={16} onCopy={(whole) => void copyText(whole, 'the id')} />;
}

/** The amount for the eye, and to its last digit beside it. */
function Cost({ row }: { readonly row: AuditRow }): ReactNode {
  const exact = exactSpend(row);
  if (exact === null) return <span className="muted">the gateway does not say</span>;
  return (
    <span>
      {costOf(row)} {costOf(row) !== `$${exact}` && <span className="muted mono">{exact}</span>}
    </span>
  );
}

function Failure({ row }: { readonly row: AuditRow }): ReactNode {
  if (row.errorClass === null && row.errorMessage === null) return null;
  return (
    <p className="audit__failure">
      {row.errorClass !== null && <span className="strong">{row.errorClass}. </span>}
      {row.errorMessage}
    </p>
  );
}

/** Fields that have no place of their own, as the gateway wrote them. */
function Extra({ row }: { readonly row: AuditRow }): ReactNode {
  if (Object.keys(row.extra).length === 0) return null;
  const text = JSON.stringify(row.extra, null, 2);
  return (
    <section className="audit__extra" aria-label="Other fields">
      <header>
        <h3>Other fields</h3>
        <IconButton
          icon="copy"
          label="Copy as JSON"
          onClick={() => void copyText(text, 'the fields as JSON')}
        />
      </header>
      <pre className="mono">{text}</pre>
    </section>
  );
}
