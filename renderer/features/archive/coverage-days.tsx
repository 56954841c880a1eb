import type { ReactNode } from 'react';

import type { Reconciled, ReconciledDay, Reconciliation, Verdict } from '../../../shared/audit/reconcile.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatCount, formatExactUsd, plural } from '../../ui/format.ts';
import { formatDay } from '../../ui/format-time.ts';
import { Tag, type TagTone } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';

const VERDICTS: Readonly<Record<Verdict, readonly [TagTone, string]>> = {
  equal: ['good', 'equal'],
  explained: ['neutral', 'explained'],
  differs: ['bad', 'differs'],
  unknown: ['unknown', 'not told'],
};

const COLUMNS: readonly Column<ReconciledDay>[] = [
  { id: 'day', header: 'Day', width: 72, sortBy: ({ day }) => day, cell: ({ day }) => formatDay(day) },
  {
    id: 'requests',
    header: 'Requests',
    width: 84,
    align: 'end',
    cell: (day) => formatCount(day.archive.requests),
  },
  {
    id: 'theirs',
    header: 'Gateway',
    width: 84,
    align: 'end',
    cell: ({ gateway }) => count(gateway.requests),
  },
  { id: 'spend', header: 'Cost', width: 112, align: 'end', cell: (day) => formatExactUsd(day.archive.spend) },
  {
    id: 'difference',
    header: 'Difference',
    width: 120,
    align: 'end',
    sortBy: ({ difference }) => Math.abs(Number(difference.spend ?? '0')),
    cell: ({ difference }) => amount(difference.spend),
  },
  {
    id: 'verdict',
    header: 'Verdict',
    width: 96,
    sortBy: ({ verdict }) => verdict,
    cell: (day) => <VerdictTag verdict={day.verdict} />,
  },
  { id: 'why', header: 'Because', width: 200, grow: true, cell: becauseOf },
];

/** A month of a node as the archive and the gateway have it, day by day. */
export function CoverageDays({ made }: { readonly made: Reconciliation }): ReactNode {
  const { counts, days, total, notes, node } = made;
  return (
    <>
      <div className="compared">
        <VerdictTag verdict={total.verdict} />
        <p>
          {totalWords(total, node)}{' '}
          <span className="muted">
            {plural(counts.equal, 'day')} of {days.length} equal, {counts.explained} explained,{' '}
            {counts.differs} different, {counts.unknown} not told · compared{' '}
            <Time at={made.madeAt} form="ago" />
          </span>
        </p>
      </div>
      <div className="compared__table">
        <DataTable
          label={`${node} by day, archive and gateway`}
          columns={COLUMNS}
          rows={days}
          rowId={({ day }) => day}
          rowHeight={26}
          fill
        />
      </div>
      {notes.map((note) => (
        <p key={note} className="muted">
          {note}
        </p>
      ))}
    </>
  );
}

function VerdictTag({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const [tone, words] = VERDICTS[verdict];
  return <Tag tone={tone}>{words}</Tag>;
}

/** What the month comes to, in exact dollars. */
function totalWords({ archive, difference }: Reconciled, node: string): string {
  const held = `The archive has ${formatExactUsd(archive.spend)}`;
  if (difference.spend === null) return `${held}; ${node} does not tell its own sum.`;
  if (difference.spend === '0') return `${held}, and so has ${node}.`;
  const less = difference.spend.startsWith('-');
  return `${held}, ${formatExactUsd(difference.spend.replace('-', ''))} ${less ? 'less' : 'more'} than ${node} counted.`;
}

function becauseOf({ reasons, verdict, difference }: ReconciledDay): ReactNode {
  const words = reasons.map(({ text }) => text).join(' ');
  const shown = words === '' && verdict === 'differs' ? countsOf(difference) : words;
  return <span title={shown}>{shown}</span>;
}

/** Which of the counts differ, where nothing explains it. */
function countsOf({
  requests,
  failures,
  promptTokens,
  completionTokens,
}: ReconciledDay['difference']): string {
  const parts = [
    ['requests', requests],
    ['failures', failures],
    ['tokens in', promptTokens],
    ['tokens out', completionTokens],
  ] as const;
  return parts
    .flatMap(([name, value]) => (value === null || value === 0 ? [] : [`${signed(value)} ${name}`]))
    .join(', ');
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${formatCount(Math.abs(value))}`;
}

function count(value: number | null): ReactNode {
  return value === null ? <span className="muted">–</span> : formatCount(value);
}

function amount(value: string | null): ReactNode {
  if (value === null || value === '0') return <span className="muted">–</span>;
  return formatExactUsd(value);
}
