import { useSyncExternalStore, type ReactNode } from 'react';

import { CoverageNote } from '../../features/archive/coverage-note.tsx';
import { describeCoverage } from '../../features/archive/coverage-words.ts';
import { formatAgo, formatMonthSpan } from '../../ui/format-time.ts';
import { plural } from '../../ui/format.ts';
import { useMonth } from '../state/time-range.ts';
import { coverage, fleet } from '../state/workspace.ts';
import { useNow } from '../../ui/use-now.ts';

/** Whether the network is there, how old the snapshots are, what the archive covers. */
export function StatusBar(): ReactNode {
  const online = useOnline();
  return (
    <footer className="status-bar">
      {!online && (
        <span role="status">
          <span className="strong">Offline</span>: everything but check, pull, push and import from a node
          works
        </span>
      )}
      <LastPull />
      <ArchiveLine />
    </footer>
  );
}

function LastPull(): ReactNode {
  const nodes = fleet.use((state) => state.value?.nodes);
  const now = useNow();
  if (nodes === undefined || nodes.length === 0) return null;
  const taken = nodes.flatMap(({ snapshot }) => (snapshot === null ? [] : [snapshot.takenAt])).sort();
  const [oldest] = taken;
  if (oldest === undefined) return <span>No node pulled yet</span>;
  const which =
    taken.length === nodes.length ? plural(nodes.length, 'node') : `${taken.length} of ${nodes.length} nodes`;
  return (
    <span>
      {which} pulled, {taken.length > 1 ? 'the oldest ' : ''}
      {formatAgo(new Date(oldest), now)}
    </span>
  );
}

function ArchiveLine(): ReactNode {
  const month = useMonth();
  const nodes = coverage.use((state) => state.value?.nodes);
  if (month === null || nodes === undefined) return <span>Archive: nothing imported yet</span>;
  const words = describeCoverage(nodes, month);
  return (
    <span className="truncate" title={words}>
      Archive {formatMonthSpan(month)}: <CoverageNote nodes={nodes} month={month} />
    </span>
  );
}

function useOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('online', changed);
      window.addEventListener('offline', changed);
      return () => {
        window.removeEventListener('online', changed);
        window.removeEventListener('offline', changed);
      };
    },
    () => navigator.onLine,
  );
}
