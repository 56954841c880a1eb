import type { ReactNode } from 'react';

import {
  fileWords,
  type NodeInputs,
  type ReplayRecord,
} from '../../../shared/replay/record/replay-record.ts';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { plural } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';

/** All that a kept replay depends on, each with how its hash begins. */
export function KeptInputs({ record: { inputs } }: { readonly record: ReplayRecord }): ReactNode {
  return (
    <div className="replay__limits kept__inputs">
      <DefinitionList
        items={[
          ...inputs.files.map(
            (file) => [fileWords(file), <Hash key={file.path} of={file.sha256} />] as const,
          ),
          ...inputs.nodes.flatMap(itemsOf),
        ]}
      />
    </div>
  );
}

function itemsOf({
  node,
  snapshot,
  tables,
  segments,
  lost,
}: NodeInputs): readonly (readonly [string, ReactNode])[] {
  return [
    ...(snapshot === null
      ? []
      : [
          [
            `${node}, its state`,
            <>
              <Hash of={snapshot.hash} /> of <Time at={snapshot.takenAt} />
            </>,
          ] as const,
        ]),
    ...tables.map(
      ({ use, release, sha256 }) =>
        [`${node}, ${use} of ${release}`, <Hash key={use} of={sha256} />] as const,
    ),
    ...(segments.length + lost.length === 0
      ? []
      : [
          [
            `${node}, its archive`,
            <span key="archive" title={segments.map(({ name, sha256 }) => `${name} ${sha256}`).join('\n')}>
              {plural(segments.length, 'segment')}
              {lost.length > 0 && (
                <>
                  {' '}
                  <Tag tone="bad">{lost.length} could not be read</Tag>
                </>
              )}
            </span>,
          ] as const,
        ]),
  ];
}

function Hash({ of }: { readonly of: string }): ReactNode {
  return (
    <span className="mono" title={of}>
      {of.slice(0, 12)}
    </span>
  );
}
