import type { ReactNode } from 'react';

import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { formatNano } from '../../../shared/cost/money.ts';
import { copyText } from '../../app/clipboard.ts';
import { IconButton } from '../../ui/button.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { formatCount } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import type { FilterField } from './filters.ts';
import { costOf, keyOf, outcomeOf, teamOf, tookOf } from './row-words.ts';

export interface RowDetailProps {
  readonly row: AuditRow;
  readonly onClose: () => void;
  /** Narrows the table to what this row has in a field. */
  readonly onNarrow: (field: FilterField, value: string) => void;
}

/** Everything the archive knows of one request. */
export function RowDetail({ row, onClose, onNarrow }: RowDetailProps): ReactNode {
  const narrow = (field: FilterField, value: string, label: string): ReactNode =>
    value === '' ? (
      <span className="muted">{label}</span>
    ) : (
      <button
        type="button"
        className="audit__narrow"
        title={`Show only this ${label}`}
        onClick={() => onNarrow(field, value)}
      >
        {label}
      </button>
    );
  return (
    <aside className="card audit__detail" aria-label="The request">
      <header className="audit__detail-head">
        <h2>{row.kind === 'model' ? 'Request' : 'Admin call'}</h2>
        <CopyId id={row.id} length={18} onCopy={(id) => void copyText(id, 'the id')} />
        <IconButton icon="close" label="Close" onClick={onClose} />
      </header>
      <div className="audit__detail-body">
        <div className="audit__outcome">
          {row.ok ? <Tag tone="good">ok</Tag> : <Tag tone="bad">{outcomeOf(row)}</Tag>}
          <span className="soft">{row.durationMs === null ? '' : `after ${tookOf(row)}`}</span>
        </div>
        {!row.ok && <Failure row={row} />}
        <DefinitionList
          items={[
            ['Time', <Time key="time" at={row.startMs} form="instant" />],
            ['Node', narrow('node', row.node, row.node)],
            ['Team', narrow('teamId', row.teamId, teamOf(row))],
            ['Key', narrow('key', row.key, row.key === '' ? 'not said' : keyOf(row))],
            ['User', narrow('user', row.user, row.user === '' ? 'not said' : row.user)],
            ...optional('End user', row.endUser),
            ['Model', narrow('model', row.model, row.model === '' ? 'none' : row.model)],
            ...optional('Served by', row.servedModel),
            ...optional('Provider', row.provider),
            [
              'Call',
              <span key="call" className="mono">
                {row.callType}
              </span>,
            ],
            ...optional('Address', row.address),
            ['Tokens', `${formatCount(row.promptTokens)} in · ${formatCount(row.completionTokens)} out`],
            ['Cost', <Cost key="cost" row={row} />],
            ['From cache', row.cacheHit === null ? 'not said' : row.cacheHit ? 'yes' : 'no'],
            ...optional('Tags', row.tags.join(', ')),
            ...(row.teamId === '' ? [] : [['Team id', <FieldId key="team-id" id={row.teamId} />] as const]),
            ...(row.key === '' ? [] : [['Key hash', <FieldId key="key" id={row.key} />] as const]),
          ]}
        />
        <Extra row={row} />
      </div>
    </aside>
  );
}

function optional(name: string, value: string): readonly (readonly [string, ReactNode])[] {
  return value === '' ? [] : [[name, value]];
}

function FieldId({ id }: { readonly id: string }): ReactNode {
  return <CopyId id={id} length={16} onCopy={(whole) => void copyText(whole, 'the id')} />;
}

/** The amount for the eye, and to the last nano-dollar beside it. */
function Cost({ row }: { readonly row: AuditRow }): ReactNode {
  if (row.spendNano === null) return <span className="muted">the gateway does not say</span>;
  const exact = formatNano(row.spendNano);
  return (
    <span>
      {costOf(row)} {costOf(row) !== `$${exact}` && <span className="muted mono">{exact}</span>}
    </span>
  );
}

function Failure({ row }: { readonly row: AuditRow }): ReactNode {
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
