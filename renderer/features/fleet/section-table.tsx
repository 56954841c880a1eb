import { useMemo, type ReactNode } from 'react';

import type { ResourceKind, Section } from '../../../shared/fleet/snapshot.ts';
import { go } from '../../app/state/navigation.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatCount } from '../../ui/format.ts';
import { Tag, type TagTone } from '../../ui/tag.tsx';
import { kindTitle } from './kind-words.ts';

/** How far a part was read, by colour and shape. */
export const SECTION_TONES: Readonly<Record<Section['state'], TagTone>> = {
  complete: 'good',
  partial: 'caution',
  absent: 'neutral',
};

/** How far a part was read, in words. */
export const SECTION_WORDS: Readonly<Record<Section['state'], string>> = {
  complete: 'complete',
  partial: 'partial',
  absent: 'not there',
};

/** What the last pull read of each kind, and why not more. A kind's name leads to what was read. */
export function SectionTable(props: {
  readonly node: string;
  readonly sections: readonly Section[];
}): ReactNode {
  const { node, sections } = props;
  const columns = useMemo(() => sectionColumns(node), [node]);
  return (
    <DataTable
      label="What it holds"
      columns={columns}
      rows={sections}
      rowId={({ kind }) => kind}
      rowHeight={32}
    />
  );
}

function sectionColumns(node: string): readonly Column<Section>[] {
  const browse = (kind: ResourceKind): void => go({ screen: 'fleet', node, at: { page: 'holds', kind } });
  return [
    {
      id: 'kind',
      header: 'Kind',
      width: 156,
      sortBy: ({ kind }) => kindTitle(kind),
      cell: ({ kind, count }) => <KindName kind={kind} count={count} onBrowse={() => browse(kind)} />,
    },
    {
      id: 'count',
      header: 'Count',
      width: 84,
      align: 'end',
      sortBy: ({ count }) => count,
      cell: ({ count, state }) =>
        state === 'absent' ? <span className="muted">–</span> : formatCount(count),
    },
    {
      id: 'state',
      header: 'Read',
      width: 108,
      sortBy: ({ state }) => state,
      cell: ({ state }) => <Tag tone={SECTION_TONES[state]}>{SECTION_WORDS[state]}</Tag>,
    },
    {
      id: 'why',
      header: 'Why not all of it',
      width: 160,
      grow: true,
      cell: ({ why }) => (
        <span className="soft" title={why}>
          {why}
        </span>
      ),
    },
  ];
}

/** The name of a kind; it leads to what there is of it. */
export function KindName(props: {
  readonly kind: ResourceKind;
  readonly count: number;
  readonly onBrowse: () => void;
}): ReactNode {
  const { kind, count, onBrowse } = props;
  if (count === 0) return <span className="soft">{kindTitle(kind)}</span>;
  return (
    <button type="button" className="section-link" onClick={onBrowse}>
      {kindTitle(kind)}
    </button>
  );
}
