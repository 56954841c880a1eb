import type { ReactNode } from 'react';

import type { ResourceKind, Section } from '../../../../shared/fleet/snapshot.ts';
import { kindPlural } from '../../../../shared/fleet/kind-words.ts';
import { Tag } from '../../../ui/tag.tsx';

/** Why not everything of a kind is here; nothing where all of it is. */
export function SectionNote(props: {
  readonly sections: readonly Section[];
  readonly kind: ResourceKind;
}): ReactNode {
  const section = props.sections.find(({ kind }) => kind === props.kind);
  if (section === undefined || section.state === 'complete') return null;
  const what = kindPlural(props.kind);
  return (
    <div className="holds__note" role="status">
      <Tag tone={section.state === 'partial' ? 'caution' : 'neutral'}>{section.state}</Tag>
      <span>
        {section.state === 'partial'
          ? `Not all ${what} could be read.`
          : `This node gave no ${what} to read.`}{' '}
        <span className="soft">{section.why}</span>
      </span>
    </div>
  );
}
