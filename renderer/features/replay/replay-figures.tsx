import type { ReactNode } from 'react';

import type { ReplayReport } from '../../../shared/replay/replay-report.ts';
import { NOT_EVALUABLE_WORDS } from '../../../shared/replay/rule-words.ts';
import { Figure } from '../../ui/card.tsx';
import { formatCount, formatShare, formatUsd } from '../../ui/format.ts';
import { Time } from '../../ui/time.tsx';
import { spanOfChange } from './replay-words.ts';

/** What a replay comes to. */
export function ReplayFigures({ view }: { readonly view: ReplayReport }): ReactNode {
  const { requests, unchanged, denied, gained, notEvaluable, spendDenied } = view;
  return (
    <section className="card replay__figures" aria-label="In figures">
      <Figure
        label="Denied"
        value={formatCount(denied)}
        note={denied === 0 ? 'none' : `${formatShare(denied, requests)}, they cost ${formatUsd(spendDenied)}`}
      />
      <Figure
        label="Let through"
        value={formatCount(gained)}
        note={<Between view={view} change="gained" />}
      />
      <Figure
        label="Unchanged"
        value={formatCount(unchanged)}
        note={`of ${formatCount(requests)} requests`}
      />
      <Figure
        label="Not evaluable"
        value={formatCount(notEvaluable)}
        note={notEvaluable === 0 ? 'none' : NOT_EVALUABLE_WORDS}
      />
      <Figure
        label="Denied from, to"
        value={<Between view={view} change="denied" />}
        note={denied === 0 ? undefined : 'local time'}
      />
    </section>
  );
}

function Between({
  view,
  change,
}: {
  readonly view: ReplayReport;
  readonly change: 'denied' | 'gained';
}): ReactNode {
  const span = spanOfChange(view, change);
  if (span === null) return 'none';
  return (
    <span className="replay__between">
      <Time at={span.first} />
      {span.last !== span.first && (
        <>
          {' – '}
          <Time at={span.last} />
        </>
      )}
    </span>
  );
}
