import type { ReactNode } from 'react';

import type { Severity } from '../../../shared/config/finding.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Tag, type TagTone } from '../../ui/tag.tsx';
import type { Need } from './needs.ts';
import { runNeed } from './run-need.ts';

const TONES: Readonly<Record<Severity, TagTone>> = { critical: 'bad', warning: 'caution', note: 'neutral' };

/** What waits for a person: severity, evidence, and one button each. */
export function NeedList({ needs }: { readonly needs: readonly Need[] }): ReactNode {
  if (needs.length === 0) {
    return (
      <EmptyState icon="check" title="Nothing needs you">
        Nodes answer, nothing has drifted, no file has a finding, and the month is complete.
      </EmptyState>
    );
  }
  return (
    <ul>
      {needs.map(({ id, severity, title, evidence, button, action }) => (
        <li key={id} className="need">
          <div className="need__severity">
            <Tag tone={TONES[severity]}>{severity}</Tag>
          </div>
          <div className="need__words">
            <div className="strong">{title}</div>
            <div className="soft">{evidence}</div>
          </div>
          <Button onClick={() => runNeed(action)}>{button}</Button>
        </li>
      ))}
    </ul>
  );
}
