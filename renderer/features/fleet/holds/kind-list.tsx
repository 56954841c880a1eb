import type { ReactNode } from 'react';

import { RESOURCE_KINDS, type ResourceKind, type Section } from '../../../../shared/fleet/snapshot.ts';
import { formatCount } from '../../../ui/format.ts';
import { Select } from '../../../ui/select.tsx';
import { Tag } from '../../../ui/tag.tsx';
import { kindTitle } from '../kind-words.ts';

export interface KindListProps {
  readonly sections: readonly Section[];
  /** How many of each kind match what is looked for. */
  readonly counts: Readonly<Partial<Record<ResourceKind, number>>>;
  readonly kind: ResourceKind;
  readonly onChoose: (kind: ResourceKind) => void;
}

/** The kinds that a snapshot speaks of: those with something first come as they are always listed. */
export function kindsOf(
  sections: readonly Section[],
  counts: KindListProps['counts'],
): readonly ResourceKind[] {
  const named = new Set(sections.map(({ kind }) => kind));
  return RESOURCE_KINDS.filter((kind) => named.has(kind) || (counts[kind] ?? 0) > 0);
}

/** The kinds with how many of each there are. In a narrow window a list of choices takes its place. */
export function KindList({ sections, counts, kind, onChoose }: KindListProps): ReactNode {
  const kinds = kindsOf(sections, counts);
  const stateOf = new Map(sections.map((section) => [section.kind, section.state]));
  return (
    <>
      <nav className="card holds__kinds" aria-label="Kinds">
        <ul>
          {kinds.map((one) => (
            <li key={one}>
              <button
                type="button"
                className="holds__kind"
                aria-current={one === kind ? 'true' : undefined}
                onClick={() => onChoose(one)}
              >
                <span className="truncate">{kindTitle(one)}</span>
                <KindCount count={counts[one] ?? 0} state={stateOf.get(one)} />
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className="holds__kind-choice">
        <Select
          label="Kind"
          value={kind}
          options={kinds.map((one) => ({
            value: one,
            label: kindTitle(one),
            hint: formatCount(counts[one] ?? 0),
          }))}
          onChange={onChoose}
        />
      </div>
    </>
  );
}

function KindCount(props: {
  readonly count: number;
  readonly state: Section['state'] | undefined;
}): ReactNode {
  const { count, state } = props;
  if (state === 'absent') {
    return (
      <span className="muted" title="This node gave none to read">
        <span aria-hidden>–</span>
        <span className="visually-hidden">not there</span>
      </span>
    );
  }
  return (
    <>
      {state === 'partial' && <Tag tone="caution">partial</Tag>}
      <span className="holds__count muted">{formatCount(count)}</span>
    </>
  );
}
