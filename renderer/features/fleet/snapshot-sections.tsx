import type { ReactNode } from 'react';

import type { Section } from '../../../shared/fleet/snapshot.ts';
import { formatCount } from '../../ui/format.ts';
import { Tag, type TagTone } from '../../ui/tag.tsx';

const TONES: Readonly<Record<Section['state'], TagTone>> = {
  complete: 'good',
  partial: 'caution',
  absent: 'neutral',
};

/** How far each part of a snapshot was read, and why not further. */
export function SnapshotSections({ sections }: { readonly sections: readonly Section[] }): ReactNode {
  return (
    <section>
      <h3 className="node__heading">What the snapshot holds</h3>
      <ul>
        {sections.map(({ kind, state, count, why }) => (
          <li key={kind} className="node__section">
            <span className="node__kind">{kind}s</span>
            <span className="node__count">{state === 'absent' ? '–' : formatCount(count)}</span>
            <Tag tone={TONES[state]}>{state}</Tag>
            {why !== undefined && <span className="node__why muted">{why}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
