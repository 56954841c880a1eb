import { useEffect, type ReactNode } from 'react';

import './attached-replay.css';
import type { AttachedReplay } from '../../../shared/contract/kept-replay-answers.ts';
import type { Change } from '../../../shared/plan/plan.ts';
import { useMonth } from '../../app/state/time-range.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { clearKeptWork, keepReplay, showKept, useKeptWork } from '../replay/kept-state.ts';
import { headline, spanWords } from '../replay/replay-words.ts';
import { attachReplay, useDoing } from './changes-state.ts';

export interface AttachedReplayNoteProps {
  readonly change: Change;
  /** The replay that it has; undefined for none. */
  readonly replay: AttachedReplay | undefined;
}

/** The replay that a change was decided on, where it speaks of something else, and the way to put one to a plan. */
export function AttachedReplayNote({ change, replay }: AttachedReplayNoteProps): ReactNode {
  const work = useDoing((state) => state.work);
  const isPlanned = change.status === 'planned';
  if (replay === undefined) return isPlanned ? <KeepAndAttach change={change} /> : <NoReplay />;
  const { id, at, by, found, problem, warnings, notReplayed } = replay;
  return (
    <div className="attached" role="group" aria-label="Attached replay">
      <p>
        <Tag tone={warnings.length > 0 || problem !== undefined ? 'caution' : 'good'}>attached</Tag>{' '}
        {found === null ? (
          (problem?.message ?? null)
        ) : (
          <>
            <span className="strong">{headline(found.sums)}</span>{' '}
            <span className="soft">
              of {plural(found.sums.requests, 'request')} of {found.nodes.join(', ')} in {spanWords(found)}
            </span>
          </>
        )}
      </p>
      {problem?.next !== undefined && <p className="soft">{problem.next}</p>}
      {notReplayed.length > 0 && <p className="muted">Not replayed: {notReplayed.join(' ')}</p>}
      {warnings.length > 0 && (
        <ul className="attached__warnings" aria-label="What the replay is not of">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <div className="attached__ways">
        {at !== null && (
          <span className="muted">
            <Time at={at} />
            {by !== null && ` by ${by}`}
          </span>
        )}
        {id !== null && found !== null && (
          <Button tone="quiet" onClick={() => showKept(id)}>
            Show it
          </Button>
        )}
        {isPlanned && (
          <Button tone="quiet" disabled={work !== null} onClick={() => void attachReplay(change.id, null)}>
            Take it off
          </Button>
        )}
      </div>
    </div>
  );
}

/** Keeps the replay of this plan's nodes, and puts it to the plan. */
function KeepAndAttach({ change }: { readonly change: Change }): ReactNode {
  const month = useMonth();
  const keeping = useKeptWork((state) => state.keeping);
  const problem = useKeptWork((state) => state.problem);
  const work = useDoing((state) => state.work);
  // What went wrong with another plan's is not this one's.
  useEffect(clearKeptWork, [change.id]);
  if (month === null) return null;
  async function keep(of: string): Promise<void> {
    const replay = await keepReplay({ month: of, nodes: change.plan.bases.map(({ node }) => node) });
    if (replay !== null) await attachReplay(change.id, replay);
  }
  return (
    <div className="attached">
      {problem !== null && (
        <p role="alert">
          <Tag tone="bad">not kept</Tag> {problem.message} <span className="soft">{problem.next}</span>
        </p>
      )}
      <div className="attached__ways">
        <span className="muted">No replay is attached to this plan.</span>
        <Button busy={keeping} disabled={keeping || work !== null} onClick={() => void keep(month)}>
          Keep and attach
        </Button>
      </div>
    </div>
  );
}

function NoReplay(): ReactNode {
  return <p className="muted">It was pushed without a replay attached.</p>;
}
