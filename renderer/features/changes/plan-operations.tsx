import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';

import type { Change } from '../../../shared/plan/plan.ts';
import { Card } from '../../ui/card.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ACTION_ORDER, ACTIONS } from './change-words.ts';
import { Counts } from './counts.tsx';
import { filterRows, groupRows, type OperationFilter, type OperationRow } from './operation-groups.ts';
import { OperationList } from './operation-list.tsx';

/** Fewer operations than this are seen at a glance. */
const FILTER_FROM = 8;

export interface PlanOperationsProps {
  readonly change: Change;
  readonly rows: readonly OperationRow[];
  /** Id of the operation that is looked at. */
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** The operations of a plan: how many of each, then one by one, narrowed where there are many. */
export function PlanOperations({ change, rows, selected, onSelect }: PlanOperationsProps): ReactNode {
  const { operations, summary } = change.plan;
  const [filter, setFilter] = useState<OperationFilter>({ text: '', action: 'all' });
  const shown = useMemo(() => filterRows(rows, filter), [rows, filter]);
  const groups = useMemo(() => groupRows(shown, rows), [shown, rows]);
  const actions = ACTION_ORDER.filter((action) => summary[action] > 0);
  return (
    <Card title="Plan" aside={<Counts summary={summary} chips />} fill>
      {operations.length >= FILTER_FROM && (
        <div className="operations__bar" role="search" aria-label="The plan">
          <SearchField
            label="Find an operation by node, kind, name or field"
            placeholder="Node, kind, name, field"
            value={filter.text}
            onChange={(text) => setFilter((old) => ({ ...old, text }))}
          />
          {actions.length > 1 && (
            <Segmented
              label="Which"
              value={filter.action}
              options={[
                { value: 'all' as const, label: 'All' },
                ...actions.map((action) => ({
                  value: action,
                  label: `${ACTIONS[action].sign} ${ACTIONS[action].verb}`,
                })),
              ]}
              onChange={(action) => setFilter((old) => ({ ...old, action }))}
            />
          )}
        </div>
      )}
      {shown.length === 0 && operations.length > 0 && (
        <p className="operations__none soft">None of the {operations.length} operations answers this.</p>
      )}
      <OperationList
        groups={groups}
        selected={selected}
        pushed={change.status !== 'planned'}
        onSelect={onSelect}
      />
    </Card>
  );
}
