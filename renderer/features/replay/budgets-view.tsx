import { useId, useMemo, useState, type CSSProperties, type ReactNode } from 'react';

import type {
  BudgetSide,
  BudgetsView as View,
  BudgetTrack,
} from '../../../shared/contract/replay-answers.ts';
import { dayInterval } from '../../../shared/audit/months.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { ShareBar } from '../../ui/bar.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { formatDay } from '../../ui/format-time.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Tag, type TagTone } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { BudgetChart } from './budget-chart.tsx';
import {
  budgetKey,
  budgetName,
  CREDIT_WORDS,
  fillOn,
  fillWords,
  HOLDER_WORDS,
  limitOn,
  limitWordsOn,
  stateOn,
  type BudgetState,
} from './budget-words.ts';
import { replayBudgets, useLive, type ReplaySource } from './replay-state.ts';

/** Budgets through the month: a day to look at, each budget on that day, and one of them as a chart. */
export function BudgetsView({ source }: { readonly source: ReplaySource }): ReactNode {
  useLive(replayBudgets, source);
  const state = replayBudgets.use();
  const value = state.value?.from.startsWith(source.month) === true ? state.value : null;
  return (
    <AsyncView state={{ ...state, value }} onRetry={replayBudgets.again} lines={10}>
      {(view) => (view.budgets.length === 0 ? <NoBudgets view={view} /> : <Budgets view={view} />)}
    </AsyncView>
  );
}

function NoBudgets({ view }: { readonly view: View }): ReactNode {
  return (
    <Card padded>
      <p className="strong">No budget is filled by this month’s requests</p>
      <p className="soft">Neither the nodes nor the policy have a budget for anyone who called something.</p>
      <ul className="soft">
        {view.left.map(({ node, left }) => (
          <li key={node}>{left}</li>
        ))}
      </ul>
    </Card>
  );
}

function Budgets({ view }: { readonly view: View }): ReactNode {
  const { budgets, days, more, alertAt } = view;
  const holders = [...new Set(budgets.map(({ holder }) => holder))];
  const [holder, setHolder] = useState<BudgetTrack['holder']>(
    holders.includes('team') ? 'team' : (holders[0] ?? 'team'),
  );
  const [day, setDay] = useState(days.length - 1);
  const [chosen, setChosen] = useState<string | null>(null);
  const at = Math.min(day, days.length - 1);
  const rows = budgets.filter((track) => track.holder === holder);
  const track = rows.find((one) => budgetKey(one) === chosen) ?? rows[0];
  const columns = useMemo(() => columnsOf(days, at, alertAt), [days, at, alertAt]);
  return (
    <div className="budgets">
      <div className="card budgets__bar">
        {holders.length > 1 && <HolderChoice holders={holders} value={holder} onChange={setHolder} />}
        <DaySlider days={days} day={at} onDay={setDay} />
        <DayWords rows={rows} days={days} day={at} alertAt={alertAt} />
      </div>
      {track !== undefined && <BudgetChart track={track} days={days} day={at} onDay={setDay} />}
      <section className="card card--fill budgets__table" aria-label="Budgets on that day">
        <div className="card__body">
          <DataTable
            label={`Budgets on ${formatDay(days[at] ?? '')}`}
            columns={columns}
            rows={rows}
            rowId={budgetKey}
            selected={track === undefined ? null : budgetKey(track)}
            onSelect={(row) => setChosen(budgetKey(row))}
            fill
          />
        </div>
      </section>
      {holder === 'owner' && <p className="soft">{CREDIT_WORDS}</p>}
      {more > 0 && <p className="soft">{plural(more, 'budget')} that come less near are not shown.</p>}
    </div>
  );
}

/** So many stand beside each other; more are a list. */
const MOST_BESIDE = 4;

function HolderChoice({
  holders,
  value,
  onChange,
}: {
  readonly holders: readonly BudgetTrack['holder'][];
  readonly value: BudgetTrack['holder'];
  readonly onChange: (holder: BudgetTrack['holder']) => void;
}): ReactNode {
  const options = holders.map((holder) => ({ value: holder, label: HOLDER_WORDS[holder] }));
  return holders.length <= MOST_BESIDE ? (
    <Segmented label="Budgets of" value={value} options={options} onChange={onChange} />
  ) : (
    <Select label="Budgets of" showLabel value={value} options={options} onChange={onChange} />
  );
}

interface DaySliderProps {
  readonly days: readonly string[];
  readonly day: number;
  readonly onDay: (day: number) => void;
}

/** Goes through the month, by pointer and by arrow keys. */
function DaySlider({ days, day, onDay }: DaySliderProps): ReactNode {
  const id = useId();
  return (
    <div className="budgets__slider">
      <label htmlFor={id} className="soft">
        Day
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={days.length - 1}
        value={day}
        style={{ '--part': `${(100 * day) / Math.max(1, days.length - 1)}%` } as CSSProperties}
        aria-valuetext={formatDay(days[day] ?? '')}
        onChange={(event) => onDay(Number(event.target.value))}
      />
      <output htmlFor={id} className="strong">
        {formatDay(days[day] ?? '')}
      </output>
    </div>
  );
}

/** How many budgets are closed at the end of the day, today and under the policy. */
function DayWords({
  rows,
  days,
  day,
  alertAt,
}: {
  readonly rows: readonly BudgetTrack[];
  readonly days: readonly string[];
  readonly day: number;
  readonly alertAt: number;
}): ReactNode {
  const end = endOf(days[day] ?? '');
  const closed = (side: 'before' | 'after'): number =>
    rows.filter((row) => stateOn(row[side], day, end, alertAt) === 'closed').length;
  return (
    <p className="soft" role="status">
      <span className="strong">{plural(closed('after'), 'budget')} used up</span> at the end of the day under
      the policy, {formatCount(closed('before'))} today
    </p>
  );
}

const STATE_TONES: Readonly<Record<BudgetState, TagTone>> = {
  open: 'good',
  near: 'caution',
  closed: 'bad',
  none: 'neutral',
};
function stateWords(state: BudgetState, alertAt: number): string {
  switch (state) {
    case 'open':
      return 'open';
    case 'near':
      return `${alertAt} % or more`;
    case 'closed':
      return 'used up';
    case 'none':
      return 'no budget';
  }
}

function columnsOf(days: readonly string[], day: number, alertAt: number): readonly Column<BudgetTrack>[] {
  const end = endOf(days[day] ?? '');
  const stateOf = ({ after }: BudgetTrack): BudgetState => stateOn(after, day, end, alertAt);
  return [
    {
      id: 'name',
      header: 'Who',
      width: 140,
      grow: true,
      sortBy: budgetName,
      cell: (row) => <span title={`${row.id} at ${row.node}`}>{budgetName(row)}</span>,
    },
    {
      id: 'node',
      header: 'Node',
      width: 88,
      leaveOut: 2,
      sortBy: ({ node }) => node,
      cell: ({ node }) => node,
    },
    {
      id: 'limit',
      header: 'Limit',
      width: 136,
      sortBy: ({ after }) => Number((after && limitOn(after, day)) ?? '0'),
      cell: ({ after }) => limitWordsOn(after, day),
    },
    {
      id: 'filled',
      header: 'Filled',
      width: 150,
      grow: true,
      sortBy: ({ after }) => fillOn(after, day) ?? -1,
      cell: ({ after }) => <Filled side={after} day={day} />,
    },
    {
      id: 'state',
      header: 'Then',
      width: 120,
      sortBy: stateOf,
      cell: (row) => <Tag tone={STATE_TONES[stateOf(row)]}>{stateWords(stateOf(row), alertAt)}</Tag>,
    },
    {
      id: 'today',
      header: 'Filled today',
      width: 100,
      align: 'end',
      leaveOut: 1,
      sortBy: ({ before }) => fillOn(before, day) ?? -1,
      cell: ({ before }) => fillWords(before, day),
    },
    {
      id: 'closes',
      header: 'First used up',
      width: 118,
      sortBy: ({ after }) => after?.closings[0]?.at ?? '',
      cell: ({ after }) => <FirstClosing side={after} />,
    },
    {
      id: 'refused',
      header: 'Refused then',
      width: 108,
      align: 'end',
      sortBy: ({ after }) => after?.refused ?? 0,
      cell: ({ after }) => (after === null ? '–' : formatCount(after.refused)),
    },
  ];
}

function Filled({ side, day }: { readonly side: BudgetSide | null; readonly day: number }): ReactNode {
  if (side === null) return <span className="muted">–</span>;
  const share = fillOn(side, day) ?? 0;
  return (
    <span className="budgets__filled">
      <ShareBar share={share} colour={share >= 1 ? 'var(--bad)' : 'var(--series-1)'} />
      <span>{fillWords(side, day)}</span>
    </span>
  );
}

function FirstClosing({ side }: { readonly side: BudgetSide | null }): ReactNode {
  const at = side?.closings[0]?.at;
  return at === undefined ? <span className="muted">never</span> : <Time at={at} />;
}

/** The end of a UTC day, ISO 8601. */
function endOf(day: string): string {
  return day === '' ? '' : new Date(dayInterval(day).untilMs).toISOString();
}
