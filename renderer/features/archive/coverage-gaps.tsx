import type { ReactNode } from 'react';

import type { Gap, GapReason } from '../../../shared/audit/logged-request.ts';
import { Button } from '../../ui/button.tsx';
import { formatDuration } from '../../ui/format.ts';
import { formatUtc } from '../../ui/format-time.ts';
import { Tag, type TagTone } from '../../ui/tag.tsx';
import { RepairButton } from './archive-check.tsx';
import { closeCoverage } from './coverage-state.ts';
import { REASON_WORDS } from './hours.ts';
import { importFromNode, openImport } from './import-state.ts';

const TONES: Readonly<Record<GapReason, TagTone>> = {
  'not-imported': 'caution',
  'logging-off': 'bad',
  retention: 'bad',
  damaged: 'bad',
  'before-first': 'neutral',
};
const SHOWN = 20;

/** What is missing of a month, why, and what to do about it. */
export function CoverageGaps({
  node,
  gaps,
}: {
  readonly node: string;
  readonly gaps: readonly Gap[];
}): ReactNode {
  if (gaps.length === 0) return <p className="soft">No hour that has passed is missing.</p>;
  return (
    <>
      <ul className="gaps" aria-label={`What is missing of ${node}`}>
        {gaps.slice(0, SHOWN).map((gap) => (
          <GapLine key={gap.from} node={node} gap={gap} />
        ))}
      </ul>
      {gaps.length > SHOWN && (
        <p className="muted">…and {gaps.length - SHOWN} more; the table has all of them.</p>
      )}
    </>
  );
}

/** Time of which every request is there and lacks something, and why; nothing where there is none. */
export function CoverageLacks({
  node,
  lacks,
}: {
  readonly node: string;
  readonly lacks: readonly Gap[];
}): ReactNode {
  if (lacks.length === 0) return null;
  return (
    <>
      <h3 className="cover__title">Imported, but not all is known</h3>
      <ul className="gaps" aria-label={`What is not known of ${node}`}>
        {lacks.slice(0, SHOWN).map((lack) => (
          <li key={lack.from + lack.why} className="gaps__line">
            <GapWords gap={lack} />
          </li>
        ))}
      </ul>
      {lacks.length > SHOWN && <p className="muted">…and {lacks.length - SHOWN} more.</p>}
    </>
  );
}

function GapWords({ gap }: { readonly gap: Gap }): ReactNode {
  return (
    <div className="gaps__words">
      <p>
        <span className="strong">{spanWords(gap)}</span>{' '}
        <span className="muted">{formatDuration(Date.parse(gap.until) - Date.parse(gap.from))}</span>
      </p>
      <p className="soft">{gap.why}</p>
    </div>
  );
}

function GapLine({ node, gap }: { readonly node: string; readonly gap: Gap }): ReactNode {
  const reason = gap.reason ?? 'not-imported';
  return (
    <li className="gaps__line">
      <GapWords gap={gap} />
      <Tag tone={TONES[reason]}>{REASON_WORDS[reason]}</Tag>
      {actionOf(node, gap, reason, spanWords(gap))}
    </li>
  );
}

/** Nothing was there to be logged before the node was; what a gateway has deleted can only come from a file. What a
 * damaged file held comes back by a repair. */
function actionOf(node: string, gap: Gap, reason: GapReason, span: string): ReactNode {
  switch (reason) {
    case 'before-first':
      return null;
    case 'retention':
      return (
        <Button
          aria-label={`From files… ${span}`}
          onClick={() => {
            closeCoverage();
            openImport({ from: 'files', node });
          }}
        >
          From files…
        </Button>
      );
    case 'damaged':
      return <RepairButton tone="default" />;
    default:
      return (
        <Button
          aria-label={`Import this time, ${span}, from ${node}`}
          onClick={() => {
            closeCoverage();
            openImport({ from: 'node', node });
            void importFromNode(node, gap.from, gap.until);
          }}
        >
          Import this time
        </Button>
      );
  }
}

function spanWords({ from, until }: Gap): string {
  return `${minute(from)} to ${minute(until)} UTC`;
}

/** `2026-10-12 08:00`. */
function minute(at: string): string {
  return formatUtc(new Date(at)).slice(0, 16);
}
