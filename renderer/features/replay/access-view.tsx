import { useMemo, useState, type ReactNode } from 'react';

import type { AccessMatrixView } from '../../../shared/contract/replay-answers.ts';
import type { AccessMatrix } from '../../../shared/replay/access-matrix.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import { AccessGrid } from './access-grid.tsx';
import {
  ACCESS_FILTERS,
  ACCESS_MARKS,
  LEGEND_WORDS,
  ROW_WORDS,
  changeOf,
  isChanged,
  narrowMatrix,
  TURN_MARK,
  TURN_WORDS,
  type AccessChange,
  type AccessFilter,
} from './access-words.ts';
import { replayMatrix, useLive, type ReplaySource } from './replay-state.ts';

/** More rows at once would make the window wait. */
const MOST_ROWS = 120;
const LEGEND: readonly AccessChange[] = ['may', 'may-not', 'loses', 'gains', 'unknown'];

/** Who may call what today and under the policy. */
export function AccessView({ source }: { readonly source: ReplaySource }): ReactNode {
  useLive(replayMatrix, source);
  const state = replayMatrix.use();
  const value = state.value?.from.startsWith(source.month) === true ? state.value : null;
  return (
    <AsyncView state={{ ...state, value }} onRetry={replayMatrix.again} lines={10}>
      {(view) => <Matrices view={view} />}
    </AsyncView>
  );
}

function Matrices({ view }: { readonly view: AccessMatrixView }): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const matrix = view.nodes.find(({ node }) => node === chosen) ?? view.nodes[0];
  if (matrix === undefined) {
    return (
      <ul className="card replay__empty soft">
        {view.left.map(({ node, left }) => (
          <li key={node}>{left}</li>
        ))}
      </ul>
    );
  }
  const nodes = view.nodes.map(({ node }) => ({ value: node, label: node }));
  return (
    <Matrix
      key={matrix.node}
      node={matrix.node}
      matrix={matrix}
      choice={
        nodes.length > 1 ? (
          <Select label="Node" showLabel value={matrix.node} options={nodes} onChange={setChosen} />
        ) : (
          <span className="strong">{matrix.node}</span>
        )
      }
    />
  );
}

interface MatrixProps {
  readonly node: string;
  readonly matrix: AccessMatrix;
  readonly choice: ReactNode;
}

function Matrix({ node, matrix, choice }: MatrixProps): ReactNode {
  const words = ROW_WORDS[matrix.gateway];
  const changed = useMemo(() => countChanged(matrix), [matrix]);
  const [filter, setFilter] = useState<AccessFilter>(changed > 0 ? 'changed' : 'used');
  const [text, setText] = useState('');
  const [whole, setWhole] = useState(false);
  const shown = useMemo(() => narrowMatrix(matrix, filter, text), [matrix, filter, text]);
  const rows = whole ? shown.rows : shown.rows.slice(0, MOST_ROWS);
  return (
    <section className="card card--fill access__card" aria-label="Who may call what">
      <header className="access__bar">
        {choice}
        <SearchField label={words.find} placeholder={words.search} value={text} onChange={setText} />
        <Segmented label="Show" value={filter} options={ACCESS_FILTERS} onChange={setFilter} />
        <span className="soft" role="status">
          {plural(changed, 'cell changes', 'cells change')} ·{' '}
          {plural(shown.rows.length, words.one, words.many)} by {plural(shown.models.length, 'model')}
        </span>
      </header>
      {rows.length === 0 ? (
        <p className="replay__nothing soft">{filter === 'changed' ? words.nothing : words.none}</p>
      ) : (
        <AccessGrid node={node} matrix={{ ...shown, rows }} />
      )}
      {rows.length < shown.rows.length && (
        <p className="access__more soft">
          The first {MOST_ROWS} of {plural(shown.rows.length, words.one, words.many)}.{' '}
          <Button tone="quiet" onClick={() => setWhole(true)}>
            Show all
          </Button>
        </p>
      )}
      <footer className="access__legend soft">
        {LEGEND.filter((change) => change !== 'unknown' || hasUnknown(shown)).map((change) => (
          <span key={change}>
            <span className={`access__key access__cell--${change}`}>{ACCESS_MARKS[change]}</span>{' '}
            {LEGEND_WORDS[change]}
          </span>
        ))}
        {matrix.rows.some(({ cells }) => cells.some(({ changesWithin }) => changesWithin)) && (
          <span>
            <span className="access__key">{TURN_MARK}</span> {TURN_WORDS}
          </span>
        )}
        {matrix.otherModels.names > 0 && (
          <span>
            {plural(matrix.otherModels.names, 'more name')} that {node} does not offer{' '}
            {matrix.otherModels.names === 1 ? 'was' : 'were'} asked for in{' '}
            {plural(matrix.otherModels.requests, 'request')}, and not shown.
          </span>
        )}
        <span>
          {words.legend},{' '}
          <Tag tone="bad" plain>
            −
          </Tag>{' '}
          and{' '}
          <Tag tone="good" plain>
            +
          </Tag>{' '}
          those that are denied or let through, also by budgets and limits.
        </span>
      </footer>
    </section>
  );
}

function hasUnknown({ rows }: AccessMatrix): boolean {
  return rows.some(({ cells }) => cells.some((cell) => changeOf(cell) === 'unknown'));
}

function countChanged({ rows }: AccessMatrix): number {
  return rows.reduce((sum, { cells }) => sum + cells.filter(isChanged).length, 0);
}
