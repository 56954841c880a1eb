import type { ReactNode } from 'react';

import type { Finding } from '../../../shared/config/finding.ts';
import { Tag } from '../../ui/tag.tsx';
import { countFindings, orderFindings, placeOfFinding, SEVERITY_TONES } from './file-words.ts';

export interface FindingsListProps {
  readonly findings: readonly Finding[];
  /** Asked to show a place in the text, by its offset. */
  readonly onGo: (offset: number) => void;
}

/** What is wrong with the text, each with its place and a way to mend it. */
export function FindingsList({ findings, onGo }: FindingsListProps): ReactNode {
  return (
    <section className="findings" aria-label="Findings">
      <header className="findings__header">
        <span role="status">{countFindings(findings)}</span>
        <span className="muted findings__hint">
          {findings.length > 0 ? 'F8 goes to the next. ' : ''}Tab indents; Escape, then Tab, leaves the
          editor.
        </span>
      </header>
      {findings.length > 0 && (
        <ul className="findings__list">
          {orderFindings(findings).map((finding) => (
            <li key={`${finding.rule} ${finding.from} ${finding.message}`}>
              <button
                type="button"
                className="findings__row"
                onClick={() => {
                  onGo(finding.from ?? 0);
                }}
              >
                <Tag tone={SEVERITY_TONES[finding.severity]}>{finding.severity}</Tag>
                <span className="findings__words">
                  <span>{finding.message}</span>
                  {finding.fix !== undefined && <span className="soft"> {finding.fix}</span>}
                </span>
                <span className="muted mono">{placeOfFinding(finding)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
