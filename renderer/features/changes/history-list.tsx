import type { ReactNode } from 'react';

import type { ChangeListEntry } from '../../../shared/contract/answers.ts';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { CHANGE_STATUS, countAll, listNodes } from './change-words.ts';
import { Counts } from './counts.tsx';

export interface HistoryListProps {
  readonly entries: readonly ChangeListEntry[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

/** The plans so far, newest first, and what became of each. */
export function HistoryList({ entries, selected, onSelect }: HistoryListProps): ReactNode {
  return (
    <ul>
      {entries.map((entry) => (
        <li key={entry.id}>
          <button
            type="button"
            className="pick-row"
            aria-current={entry.id === selected ? 'true' : undefined}
            onClick={() => onSelect(entry.id)}
          >
            <span className="pick-row__words">
              <span className="truncate">
                <Time at={entry.endedAt ?? entry.madeAt} />
                {entry.pushedBy !== undefined && <span className="muted"> by {entry.pushedBy}</span>}
              </span>
              <span className="muted truncate">
                <Counts summary={entry.summary} /> {marksOf(entry)}
                {listNodes(entry.nodes)}
              </span>
            </span>
            <StatusTag entry={entry} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function StatusTag({
  entry: { status, summary, superseded },
}: {
  readonly entry: ChangeListEntry;
}): ReactNode {
  if (superseded !== undefined) return <Tag tone="neutral">superseded</Tag>;
  if (status === 'planned' && countAll(summary) === 0) return <Tag tone="neutral">nothing to push</Tag>;
  return <Tag tone={CHANGE_STATUS[status].tone}>{CHANGE_STATUS[status].word}</Tag>;
}

/** What sets a change apart from the usual one, said before its nodes. */
function marksOf({ mode, reverts, replay }: ChangeListEntry): string {
  const replayed = replay === undefined ? '' : 'replayed · ';
  if (reverts !== undefined) return `takes one back · ${replayed}`;
  return `${mode === 'sync' ? 'sync · ' : ''}${replayed}`;
}
