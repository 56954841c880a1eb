import { useState, type ReactNode } from 'react';

import { formatDay, formatMonth } from '../../ui/format-time.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { hoursInWords, REASON_WORDS, type DayHours, type HourCover } from './hours.ts';

const VIEWS = [
  { value: 'hours', label: 'Hours' },
  { value: 'table', label: 'Table' },
] as const;
type View = (typeof VIEWS)[number]['value'];

const LEGEND: readonly (readonly [HourCover, string])[] = [
  ['full', 'in the archive'],
  ['part', 'in part'],
  ['none', 'missing'],
];

const COLUMNS: readonly Column<DayHours>[] = [
  { id: 'day', header: 'Day', width: 80, sortBy: ({ day }) => day, cell: ({ day }) => formatDay(day) },
  {
    id: 'covered',
    header: 'Hours in',
    width: 96,
    align: 'end',
    sortBy: ({ covered }) => covered,
    cell: ({ covered, passed }) =>
      passed === 0 ? <span className="muted">to come</span> : `${covered} of ${passed}`,
  },
  { id: 'why', header: 'Missing because', width: 240, grow: true, cell: ({ gaps }) => reasonsOf(gaps) },
];

/** A month of a node hour by hour: a column a day, a row an hour, and the same as a table. */
export function CoverageHours({
  days,
  month,
  node,
}: {
  readonly days: readonly DayHours[];
  readonly month: string;
  readonly node: string;
}): ReactNode {
  const [view, setView] = useState<View>('hours');
  return (
    <section className="cover" aria-label={`Hours of ${formatMonth(month)}`}>
      <header className="cover__head">
        <ul className="cover__legend soft">
          {LEGEND.map(([cover, words]) => (
            <li key={cover}>
              <span className={`cover__hour cover__hour--${cover}`} aria-hidden />
              {words}
            </li>
          ))}
        </ul>
        <Segmented label="Show the hours as" value={view} options={VIEWS} onChange={setView} />
      </header>
      {view === 'hours' ? (
        <div
          className="cover__grid"
          role="img"
          aria-label={`${node}, ${formatMonth(month)}, UTC: ${hoursInWords(days)}; the table says which`}
        >
          {days.map(({ day, hours }) => (
            <div key={day} className="cover__day">
              {hours.map((cover, hour) => (
                <span
                  key={hour}
                  className={`cover__hour cover__hour--${cover}`}
                  title={`${formatDay(day)}, ${String(hour).padStart(2, '0')}:00 UTC`}
                />
              ))}
              <span className="cover__date muted" aria-hidden>
                {Number(day.slice(-2))}
              </span>
            </div>
          ))}
        </div>
      ) : (
        <div className="cover__table">
          <DataTable
            label={`Hours of ${node} in the archive, by day`}
            columns={COLUMNS}
            rows={days}
            rowId={({ day }) => day}
            rowHeight={26}
            fill
          />
        </div>
      )}
    </section>
  );
}

function reasonsOf(gaps: DayHours['gaps']): string {
  return [
    ...new Set(gaps.map(({ reason, why }) => (reason === undefined ? why : REASON_WORDS[reason]))),
  ].join(', ');
}
