import { useEffect, type ReactNode } from 'react';

import './kept.css';
import './replay.css';
import type { KeptReplayList } from '../../../shared/contract/kept-replay-answers.ts';
import { go } from '../../app/state/navigation.ts';
import { AsyncView, Skeleton } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Page, type PageProps } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { KeptDetail } from './kept-detail.tsx';
import { clearKeptWork, keptReplays, openKept, showKept, useKeptList } from './kept-state.ts';
import { headline, spanWords } from './replay-words.ts';

export interface KeptPageProps extends Pick<PageProps, 'actions'> {
  /** Id of the one to show; the newest when null. */
  readonly wanted: string | null;
}

/** The replays that are kept, and the one of them that is looked at. */
export function KeptPage({ wanted, actions }: KeptPageProps): ReactNode {
  useKeptList();
  const list = keptReplays.use();
  const id = wanted ?? list.value?.replays[0]?.id ?? null;
  useEffect(() => {
    clearKeptWork();
    if (id !== null) void openKept.load({ id });
  }, [id]);
  const count = list.value?.replays.length;
  return (
    <Page
      fill
      title={count === undefined ? 'Kept replays' : plural(count, 'kept replay')}
      subtitle="Each is a file in replays/ named by its hash, with the hashes of all that it depends on"
      trail={[{ label: 'Replay', onGo: () => go({ screen: 'changes', replay: true }) }]}
      {...(actions !== undefined && { actions })}
    >
      <AsyncView state={list} onRetry={() => void keptReplays.reload()} lines={10}>
        {(value) =>
          value.replays.length + value.damaged.length === 0 ? (
            <NothingKept />
          ) : (
            <div className="kept">
              <Card title="Kept" count={value.replays.length} fill>
                <KeptList list={value} selected={id} />
              </Card>
              <Opened id={id} />
            </div>
          )
        }
      </AsyncView>
    </Page>
  );
}

function Opened({ id }: { readonly id: string | null }): ReactNode {
  const { value, problem } = openKept.use();
  if (id === null) return null;
  if (value?.id === id) return <KeptDetail key={id} view={value} />;
  return problem === null ? <Skeleton lines={10} /> : <ProblemNote problem={problem} />;
}

function NothingKept(): ReactNode {
  return (
    <EmptyState
      title="No replay is kept yet"
      icon="changes"
      actions={<Button onClick={() => go({ screen: 'changes', replay: true })}>Show the replay</Button>}
    >
      Keep a replay, and it can be shown again, run again to see that it comes out the same, and attached to
      the change that was decided on it.
    </EmptyState>
  );
}

function KeptList({
  list,
  selected,
}: {
  readonly list: KeptReplayList;
  readonly selected: string | null;
}): ReactNode {
  return (
    <ul aria-label="Kept replays">
      {list.replays.map((entry) => (
        <li key={entry.id}>
          <button
            type="button"
            className="pick-row"
            aria-current={entry.id === selected ? 'true' : undefined}
            onClick={() => showKept(entry.id)}
          >
            <span className="pick-row__words">
              <span className="truncate">{headline(entry.sums)}</span>
              <span className="muted truncate">
                {spanWords(entry)} · {formatCount(entry.sums.requests)} of {entry.nodes.join(', ')}
              </span>
              <span className="muted truncate">
                kept <Time at={entry.keptAt} form="ago" /> ·{' '}
                <span className="mono">{entry.id.slice(0, 12)}</span>
              </span>
            </span>
            {entry.changes.length > 0 && <Tag tone="accent">attached</Tag>}
          </button>
        </li>
      ))}
      {list.damaged.map(({ id, problem }) => (
        <li key={id} className="kept__damaged">
          <Tag tone="bad">not usable</Tag>
          <p>{problem.message}</p>
          <p className="soft">{problem.next}</p>
          <p className="mono muted kept__path">{problem.where}</p>
        </li>
      ))}
    </ul>
  );
}
