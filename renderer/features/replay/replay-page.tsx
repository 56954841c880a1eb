import { useEffect, type ReactNode } from 'react';

import './access.css';
import './budgets.css';
import './replay.css';
import type { ReplayView } from '../../../shared/contract/replay-answers.ts';
import { useMonth } from '../../app/state/time-range.ts';
import { workspace } from '../../app/state/workspace.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { Card } from '../../ui/card.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Page, type PageProps } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useRemembered } from '../../ui/remembered.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { FirstImport } from '../archive/first-import.tsx';
import { AccessView } from './access-view.tsx';
import { BudgetsView } from './budgets-view.tsx';
import { NothingReplayed } from './replay-empty.tsx';
import { KeepButtons } from './keep-button.tsx';
import { clearKeptWork, useKeptWork } from './kept-state.ts';
import { ReplayFigures } from './replay-figures.tsx';
import { PricesView } from './prices-view.tsx';
import { ReplayLimits } from './replay-limits.tsx';
import { ReplayProblem } from './replay-problem.tsx';
import { ReplaySamples } from './replay-samples.tsx';
import { replayRun, useLive, type ReplaySource } from './replay-state.ts';
import { ReplayTable } from './replay-table.tsx';
import { headline, REPLAY_SPLITS, rowsBy, SPLIT_NAMES, trafficOf } from './replay-words.ts';
import { UpgradeView } from './upgrade-view.tsx';

/** So many examples stand beside the table. */
const MOST_SAMPLES = 24;

export interface ReplayPageProps extends Pick<PageProps, 'trail' | 'actions'> {
  /** The text of a policy that is being written; null for the workspace's files as they are. */
  readonly policy: string | null;
}

/** All that a policy would have meant for the month's requests. */
export function ReplayPage({ policy, trail, actions }: ReplayPageProps): ReactNode {
  const month = useMonth();
  const known = workspace.use((state) => state.value !== null);
  const around = { ...(trail !== undefined && { trail }), ...(actions !== undefined && { actions }) };
  if (month === null) {
    return (
      <Page title="Replay" {...around}>
        {known && <FirstImport what="what your policy would have done to every request" />}
      </Page>
    );
  }
  return <Known policy={policy} month={month} around={around} />;
}

interface KnownProps {
  readonly policy: string | null;
  readonly month: string;
  readonly around: Pick<PageProps, 'trail' | 'actions'>;
}

function Known({ policy, month, around }: KnownProps): ReactNode {
  useLive(replayRun, { policy, month });
  const { value, problem, loading } = replayRun.use();
  const notKept = useKeptWork((state) => state.problem);
  useEffect(clearKeptWork, []);
  const view = value?.from.startsWith(month) === true ? value : null;
  return (
    <Page
      fill
      title={view === null ? `Replay on ${trafficOf(month)}` : `${headline(view)} on ${trafficOf(month)}`}
      subtitle={
        <>
          {policy === null ? 'Under the files of the workspace' : 'Under the policy as you are writing it'},
          against what the nodes held when they were pulled
          {view !== null && ` · took ${formatDuration(view.tookMs)}`}
          {loading && ' · replaying…'}
        </>
      }
      {...around}
      actions={
        <>
          {around.actions}
          {view !== null && view.requests > 0 && <KeepButtons source={{ policy, month }} />}
        </>
      }
    >
      {problem !== null && <ReplayProblem problem={problem} />}
      {notKept !== null && <ProblemNote problem={notKept} />}
      {view === null ? (
        problem === null && <Skeleton lines={12} />
      ) : view.requests === 0 ? (
        <Card>
          <NothingReplayed view={view} month={month} />
        </Card>
      ) : (
        <Parts view={view} source={{ policy, month }} />
      )}
    </Page>
  );
}

const PARTS = ['requests', 'access', 'budgets', 'upgrade', 'prices'] as const;

interface PartsProps {
  readonly view: ReplayView;
  readonly source: ReplaySource;
}

/** The ways of looking at a replay. */
function Parts({ view, source }: PartsProps): ReactNode {
  const [part, setPart] = useRemembered('replay.part', PARTS, 'requests');
  return (
    <div className="replay__parts">
      <Tabs
        label="The replay"
        value={part}
        onChange={setPart}
        tabs={[
          { value: 'requests', label: 'Requests', panel: <Requests view={view} month={source.month} /> },
          { value: 'access', label: 'Access', panel: <AccessView source={source} /> },
          { value: 'budgets', label: 'Budgets', panel: <BudgetsView source={source} /> },
          { value: 'upgrade', label: 'Upgrade', panel: <UpgradeView source={source} /> },
          { value: 'prices', label: 'Prices', panel: <PricesView source={source} /> },
        ]}
      />
    </div>
  );
}

/** The counts, who they are of, examples, and what they do not say. */
function Requests({ view, month }: { readonly view: ReplayView; readonly month: string }): ReactNode {
  const [by, setBy] = useRemembered('replay.by', SPLIT_NAMES, 'team');
  return (
    <div className="replay__page">
      <ReplayFigures view={view} />
      <section className="card card--fill replay__changes" aria-label="What changes">
        <header className="card__header">
          <h2>What changes</h2>
          <div className="card__aside">
            <Segmented label="By" value={by} options={REPLAY_SPLITS} onChange={setBy} />
          </div>
        </header>
        <div className="card__body">
          {rowsBy(view, by).length === 0 ? (
            <p className="replay__nothing soft">Every request would be answered as under today’s rules.</p>
          ) : (
            <ReplayTable rows={rowsBy(view, by)} by={by} />
          )}
        </div>
      </section>
      <div className="replay__beside">
        <Card title="What the numbers say">
          <ReplayLimits view={view} month={month} />
        </Card>
        {view.samples.length > 0 && (
          <Card title="Examples">
            <ReplaySamples view={view} most={MOST_SAMPLES} />
          </Card>
        )}
      </div>
    </div>
  );
}
