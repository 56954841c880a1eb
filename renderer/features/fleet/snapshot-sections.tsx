import type { ReactNode } from 'react';

import type { Section } from '../../../shared/fleet/snapshot.ts';
import { go } from '../../app/state/navigation.ts';
import { formatCount } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { KindName, SECTION_TONES, SECTION_WORDS } from './section-table.tsx';

/** How far each part of a snapshot was read, and why not further. A name leads to what was read. */
export function SnapshotSections(props: {
  readonly node: string;
  readonly sections: readonly Section[];
}): ReactNode {
  const { node, sections } = props;
  return (
    <section>
      <h3 className="node__heading">What the snapshot holds</h3>
      <ul>
        {sections.map(({ kind, state, count, why }) => (
          <li key={kind} className="node__section">
            <KindName
              kind={kind}
              count={count}
              onBrowse={() => go({ screen: 'fleet', node, at: { page: 'holds', kind } })}
            />
            <span className="node__count">{state === 'absent' ? '–' : formatCount(count)}</span>
            <Tag tone={SECTION_TONES[state]}>{SECTION_WORDS[state]}</Tag>
            {why !== undefined && <span className="node__why muted">{why}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
