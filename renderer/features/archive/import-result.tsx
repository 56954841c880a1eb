import type { ReactNode } from 'react';

import type { ImportSummary } from '../../../shared/audit/logged-request.ts';
import { go } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatDuration, plural } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { closeImport } from './import-state.ts';

/** What an import did: every row read is counted somewhere. */
export function ImportResult({ summaries }: { readonly summaries: readonly ImportSummary[] }): ReactNode {
  return (
    <>
      {summaries.map((summary, index) => (
        <div key={index} className="import__summary" role="status">
          <p className="import__headline">
            <Tag tone={summary.refused > 0 ? 'caution' : 'good'}>
              {summary.refused > 0 ? 'with refused rows' : 'imported'}
            </Tag>
            <span className="strong">
              {plural(summary.inserted, 'new request')} of {summary.node}
            </span>
          </p>
          <p className="soft">
            {plural(summary.read, 'row')} read in {formatDuration(summary.seconds * 1000)} ·{' '}
            {formatCount(summary.repeated)} there already
            {summary.updated > 0 && ` · ${formatCount(summary.updated)} brought up to date`}
          </p>
          {summary.from !== null && summary.until !== null && (
            <p className="soft">
              From <Time at={summary.from} /> to <Time at={summary.until} />
            </p>
          )}
          {summary.refused > 0 && (
            <p className="soft">
              {plural(summary.refused, 'row')} could not be read. They are kept, with the reason, in{' '}
              <span className="mono">{summary.refusedFile ?? 'the workspace'}</span>.
            </p>
          )}
          {(summary.notes ?? []).map((note) => (
            <p key={note} className="soft">
              {note}
            </p>
          ))}
        </div>
      ))}
      <div className="import__buttons">
        <Button onClick={closeImport}>Close</Button>
        <Button
          tone="primary"
          onClick={() => {
            closeImport();
            go({ screen: 'costs' });
          }}
        >
          See the costs
        </Button>
      </div>
    </>
  );
}
