import { useId, type ReactNode } from 'react';

import './replay.css';
import type { ReplayView } from '../../../shared/contract/replay-answers.ts';
import { useMonth } from '../../app/state/time-range.ts';
import { workspace } from '../../app/state/workspace.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { formatDuration, plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { useRemembered } from '../../ui/remembered.ts';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';
import { NoArchive, NothingReplayed } from './replay-empty.tsx';
import { ReplayLimits } from './replay-limits.tsx';
import { ReplayProblem } from './replay-problem.tsx';
import { ReplaySamples } from './replay-samples.tsx';
import { replayRun, useLive } from './replay-state.ts';
import { ReplayTable } from './replay-table.tsx';
import {
  deniedWords,
  headline,
  REPLAY_SPLITS,
  rowsBy,
  spanOfChange,
  SPLIT_NAMES,
  trafficOf,
  type ChangeSpan,
} from './replay-words.ts';

export interface ReplayPanelProps {
  /** The text of a policy that is being written; null for the workspace's files as they are. */
  readonly policy: string | null;
  /** Shows all of it: who may call what, and budgets through the month. */
  readonly onOpen: () => void;
  /** Stands below it, whatever it says. */
  readonly footer?: ReactNode;
}

/** So many rows and examples are seen beside something else; the rest is a page of its own. */
const MOST_ROWS = 6;
const MOST_SAMPLES = 3;

/** What the policy would have meant for the month's requests, beside the plan or the text that is being written. */
export function ReplayPanel({ policy, onOpen, footer }: ReplayPanelProps): ReactNode {
  const month = useMonth();
  const known = workspace.use((state) => state.value !== null);
  const [shown, setShown] = useRemembered('replay.panel', ['open', 'closed'], 'open');
  const body = useId();
  const isOpen = shown === 'open';
  return (
    <section className={`card replay${isOpen ? '' : ' replay--closed'}`} aria-label="Replay">
      <header className="card__header">
        <button
          type="button"
          className="replay__toggle"
          aria-expanded={isOpen}
          aria-controls={body}
          onClick={() => setShown(isOpen ? 'closed' : 'open')}
        >
          <span className="replay__arrow">
            <Icon name="next" />
          </span>
          <h2>{month === null ? 'Replay' : `On ${trafficOf(month)}`}</h2>
        </button>
        {month !== null && <PanelAside closed={!isOpen} onOpen={onOpen} />}
      </header>
      <div id={body} className="replay__body" hidden={!isOpen}>
        {month === null ? known && <NoArchive /> : <Live policy={policy} month={month} />}
      </div>
      {isOpen && footer !== undefined && <footer className="replay__footer">{footer}</footer>}
    </section>
  );
}

/** How long the last answer took, whether a newer one is on its way, and the way to all of it. */
function PanelAside({
  closed,
  onOpen,
}: {
  readonly closed: boolean;
  readonly onOpen: () => void;
}): ReactNode {
  const { value, loading } = replayRun.use();
  return (
    <div className="card__aside">
      {closed && value !== null && <span className="strong">{headline(value)}</span>}
      <span className="muted replay__took">
        {loading ? 'replaying…' : value === null ? '' : formatDuration(value.tookMs)}
      </span>
      <Button tone="quiet" icon="external" onClick={onOpen}>
        Open
      </Button>
    </div>
  );
}

function Live({ policy, month }: { readonly policy: string | null; readonly month: string }): ReactNode {
  useLive(replayRun, { policy, month });
  const { value, problem, loading } = replayRun.use();
  const view = value?.from.startsWith(month) === true ? value : null;
  return (
    <>
      {problem !== null && <ReplayProblem problem={problem} inline />}
      {view === null ? (
        problem === null && <Skeleton lines={6} />
      ) : (
        <div
          className={`replay__answer${loading || problem !== null ? ' replay__answer--older' : ''}`}
          aria-busy={loading}
        >
          {problem !== null && <p className="soft">Of the text before this fault:</p>}
          {view.requests === 0 ? (
            <NothingReplayed view={view} month={month} />
          ) : (
            <Answer view={view} month={month} />
          )}
        </div>
      )}
    </>
  );
}

function Answer({ view, month }: { readonly view: ReplayView; readonly month: string }): ReactNode {
  const [by, setBy] = useRemembered('replay.by', SPLIT_NAMES, 'team');
  const rows = rowsBy(view, by);
  const changes = view.denied + view.gained > 0;
  return (
    <>
      <Headline view={view} />
      {changes && (
        <>
          <div className="replay__by">
            <Select label="By" showLabel value={by} options={REPLAY_SPLITS} onChange={setBy} />
            {rows.length > MOST_ROWS && (
              <span className="muted">
                first {MOST_ROWS} of {rows.length}
              </span>
            )}
          </div>
          <ReplayTable rows={rows.slice(0, MOST_ROWS)} by={by} short />
          <ReplaySamples view={view} most={MOST_SAMPLES} />
        </>
      )}
      <ReplayLimits view={view} month={month} />
    </>
  );
}

/** The outcome, large, with what it is part of and when. Announced when it changes. */
export function Headline({ view }: { readonly view: ReplayView }): ReactNode {
  const { denied, gained, unchanged } = view;
  const [lost, won] = [spanOfChange(view, 'denied'), spanOfChange(view, 'gained')];
  return (
    <div className="replay__headline" role="status">
      <p className="replay__figure">{headline(view)}</p>
      {denied === 0 && gained === 0 && (
        <p className="soft">{plural(unchanged, 'request')} would be answered as under today’s rules.</p>
      )}
      {lost !== null && (
        <p className="soft">
          Denied: {deniedWords(view)} · <Between span={lost} />
        </p>
      )}
      {won !== null && (
        <p className="soft">
          Let through, refused today: {plural(won.requests, 'request')} · <Between span={won} />
        </p>
      )}
      {(denied > 0 || gained > 0) && <p className="muted">{plural(unchanged, 'request')} unchanged</p>}
    </div>
  );
}

function Between({ span: { first, last } }: { readonly span: ChangeSpan }): ReactNode {
  if (first === last) return <Time at={first} />;
  return (
    <>
      first <Time at={first} />, last <Time at={last} />
    </>
  );
}
