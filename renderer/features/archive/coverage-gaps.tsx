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

function GapLine({ node, gap }: { readonly node: string; readonly gap: Gap }): ReactNode {
  const reason = gap.reason ?? 'not-imported';
  const length = Date.parse(gap.until) - Date.parse(gap.from);
  const span = `${minute(gap.from)} to ${minute(gap.until)} UTC`;
  return (
    <li className="gaps__line">
      <div className="gaps__words">
        <p>
          <span className="strong">{span}</span> <span className="muted">{formatDuration(length)}</span>
        </p>
        <p className="soft">{gap.why}</p>
      </div>
      <Tag tone={TONES[reason]}>{REASON_WORDS[reason]}</Tag>
      {actionOf(node, gap, reason, span)}
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

/** `2026-10-12 08:00`. */
function minute(at: string): string {
  return formatUtc(new Date(at)).slice(0, 16);
}
