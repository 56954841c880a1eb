import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import './changes.css';
import './operations.css';
import './push.css';
import './compare.css';
import type { ChangeList, ChangeListEntry } from '../../../shared/contract/answers.ts';
import { listen } from '../../app/api.ts';
import { go, usePlace } from '../../app/state/navigation.ts';
import type { RemoteState } from '../../app/state/remote.ts';
import { changes, workspace } from '../../app/state/workspace.ts';
import { AsyncView, Skeleton } from '../../ui/async-view.tsx';
import { isFocusLost, Page, pageTitle } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { KeptPage } from '../replay/kept-page.tsx';
import { ReplayPage } from '../replay/replay-page.tsx';
import { clearProblem, openChange, useDoing } from './changes-state.ts';
import { ComparePage } from './compare-page.tsx';
import { NoChanges } from './no-changes.tsx';
import { PlanPage } from './plan-page.tsx';
import { ViewSwitch } from './view-switch.tsx';

/** What differs, what a plan would do about it, and what became of the plans before. */
export function ChangesScreen(): ReactNode {
  const place = usePlace('changes');
  const list = changes.use();
  const root = workspace.use((state) => state.value?.path);
  if (place?.replay === true) {
    return <ReplayPage key={root} policy={null} actions={<ViewSwitch view="replay" />} />;
  }
  if (place?.kept !== undefined) {
    return <KeptPage key={root} wanted={place.kept} actions={<ViewSwitch view="replay" />} />;
  }
  return place?.compare === undefined ? (
    <PlanView key={root} wanted={place?.id ?? null} list={list} />
  ) : (
    <ComparePage key={root} sides={place.compare} />
  );
}

interface PlanViewProps {
  /** Id of the change to show; the newest when null. */
  readonly wanted: string | null;
  readonly list: RemoteState<ChangeList>;
}

function PlanView({ wanted, list }: PlanViewProps): ReactNode {
  const entries = newestFirst(list.value?.changes ?? []);
  const id = entries.find((entry) => entry.id === wanted)?.id ?? entries[0]?.id ?? null;
  useEffect(() => {
    if (id === null) return undefined;
    void openChange.load({ id });
    return listen('workspace.changed', ({ what }) => {
      const failed = openChange.use.getState().problem !== null;
      if (what === 'changes' || what === 'replays' || (failed && what !== 'archive'))
        void openChange.reload();
    });
  }, [id]);
  const open = openChange.use();
  useLive(open.value?.change.status === 'pushing');
  useFocusKept(open.value?.change.id ?? null);
  const change = open.value?.change.id === id ? open.value.change : null;
  if (change !== null) {
    return (
      <PlanPage
        key={change.id}
        change={change}
        replay={open.value?.replay}
        names={open.value?.names}
        entries={entries}
        onSelect={(next) => {
          clearProblem();
          go({ screen: 'changes', id: next });
        }}
      />
    );
  }
  return (
    <Page fill title="Changes" actions={<ViewSwitch view="plan" />}>
      <AsyncView state={list} onRetry={() => void changes.load({})} lines={10}>
        {() =>
          id === null ? (
            <NoChanges />
          ) : open.problem === null ? (
            <Skeleton lines={10} />
          ) : (
            <ProblemNote problem={open.problem} onRetry={() => void openChange.load({ id })} />
          )
        }
      </AsyncView>
    </Page>
  );
}

/**
 * When what was under way has ended, and the button that began it is gone with the page it stood on: the title
 * takes the focus, which says what became of it.
 */
function useFocusKept(shown: string | null): void {
  const work = useDoing((state) => state.work);
  const before = useRef({ work, shown });
  useEffect(() => {
    const old = before.current;
    before.current = { work, shown };
    const ended = old.work !== null || (old.shown !== null && old.shown !== shown);
    if (ended && work === null && isFocusLost()) pageTitle()?.focus({ preventScroll: true });
  }, [work, shown]);
}

/** How often what is shown of a running push is brought up to date, milliseconds. */
const LIVE_MS = 600;

/** Keeps what is shown of a push up to date, whoever is at it: this window, another one, or the command line. */
function useLive(pushing: boolean): void {
  const ours = useDoing((state) => state.work === 'pushing');
  const live = ours || pushing;
  useEffect(() => {
    if (!live) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let here = true;
    // One question at a time, and a long plan less often: the window has to answer the person first.
    const ask = async (): Promise<void> => {
      const asked = performance.now();
      await openChange.reload();
      if (here) wait(Math.max(LIVE_MS, 4 * (performance.now() - asked)));
    };
    const wait = (ms: number): void => {
      timer = setTimeout(() => void ask(), ms);
    };
    wait(LIVE_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [live]);
}

function newestFirst(entries: readonly ChangeListEntry[]): readonly ChangeListEntry[] {
  return entries.toSorted((a, b) => b.madeAt.localeCompare(a.madeAt) || b.id.localeCompare(a.id));
}
