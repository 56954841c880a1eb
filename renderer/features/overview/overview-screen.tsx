import type { ReactNode } from 'react';

import './overview.css';
import { useMonth } from '../../app/state/time-range.ts';
import {
  changes,
  configFiles,
  coverage,
  fleet,
  loadWorkspace,
  openWorkspace,
  workspace,
} from '../../app/state/workspace.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { formatMonth } from '../../ui/format-time.ts';
import { plural } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { openImport } from '../archive/import-state.ts';
import { pullNodes, useNodeWork } from '../fleet/node-work.ts';
import { CoverageCard } from './coverage-card.tsx';
import { FirstSteps } from './first-steps.tsx';
import { FleetCard } from './fleet-card.tsx';
import { MonthFigures } from './month-figures.tsx';
import { findNeeds, type Known } from './needs.ts';
import { NeedList } from './need-list.tsx';

/** What needs you now. */
export function OverviewScreen(): ReactNode {
  const state = fleet.use();
  const known = useKnown();
  const needs = findNeeds(known);
  const { nodes, month } = known;
  const started = nodes.length > 0 && (nodes.some(({ snapshot }) => snapshot !== null) || month !== null);
  const settled = state.value !== null;
  return (
    <Page
      title={settled ? overviewTitle(month, nodes.length, started ? needs.length : null) : 'Overview'}
      subtitle={settled ? overviewSubtitle(known) : ' '}
      actions={
        started ? (
          <OverviewActions count={nodes.length} />
        ) : nodes.length > 0 ? undefined : (
          <Button onClick={() => openWorkspace('sample')}>Open the sample workspace</Button>
        )
      }
    >
      <AsyncView state={state} onRetry={() => void loadWorkspace()} lines={8}>
        {() => (
          <>
            {(!started || month === null) && <FirstSteps nodes={nodes} month={month} />}
            {month !== null && <MonthFigures month={month} />}
            {started && (
              <div className="overview">
                <Card
                  title="Needs you"
                  count={needs.length}
                  aside={<span className="muted">worst first</span>}
                >
                  <NeedList needs={needs} />
                </Card>
                <div className="overview__side">
                  <FleetCard nodes={nodes} />
                  {month !== null && <CoverageCard nodes={known.coverage} month={month} />}
                </div>
              </div>
            )}
          </>
        )}
      </AsyncView>
    </Page>
  );
}

function useKnown(): Known {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const files = configFiles.use((state) => state.value?.files) ?? [];
  const list = changes.use((state) => state.value?.changes) ?? [];
  const covered = coverage.use((state) => state.value?.nodes) ?? [];
  const logFiles = workspace.use((state) => state.value?.logFiles) ?? [];
  return { nodes, files, changes: list, coverage: covered, logFiles, month: useMonth() };
}

function OverviewActions({ count }: { readonly count: number }): ReactNode {
  const busy = useNodeWork(({ running }) => Object.values(running).includes('pull'));
  return (
    <>
      <Button icon="save" onClick={() => openImport({ from: 'node' })}>
        Import requests
      </Button>
      <Button tone="primary" icon="pull" busy={busy} onClick={() => void pullNodes()}>
        Pull {plural(count, 'node')}
      </Button>
    </>
  );
}

/** A title that says how things stand. `needs` is null before the first pull and import. */
export function overviewTitle(month: string | null, nodes: number, needs: number | null): string {
  if (nodes === 0) return 'Three steps, and you see where the money goes';
  if (needs === null) return 'Connected, with two steps to go';
  const when = month === null ? 'Your fleet' : formatMonth(month).split(' ')[0];
  if (needs === 0) return `${when}: nothing needs you`;
  return `${when}: ${plural(needs, 'thing needs', 'things need')} you`;
}

function overviewSubtitle({ nodes, month }: Known): string {
  if (nodes.length === 0) return 'Nothing is sent anywhere but to the gateways you name.';
  const parts = [plural(nodes.length, 'node')];
  const environments = new Set(nodes.map(({ environment }) => environment));
  parts.push(plural(environments.size, 'environment'));
  if (month !== null) parts.push(formatMonth(month));
  return parts.join(' · ');
}
