import type { ReactNode } from 'react';

import type { RelatedItem, Relation } from '../../../../shared/fleet/relations.ts';
import { go } from '../../../app/state/navigation.ts';
import { formatCount } from '../../../ui/format.ts';
import { ResourcePart } from './resource-part.tsx';

/** As many as are named before the list is unfolded. */
const AT_FIRST = 8;

/** What it belongs to and what belongs to it; each name leads to its own page. */
export function ResourceRelations(props: {
  readonly node: string;
  readonly relations: readonly Relation[];
}): ReactNode {
  const { node, relations } = props;
  if (relations.length === 0) return null;
  return (
    <ResourcePart title="Belongs together">
      <dl className="resource__relations">
        {relations.map((relation) => (
          <div key={relation.title}>
            <dt>
              {relation.title} <span className="muted">{formatCount(relation.total)}</span>
            </dt>
            <dd>
              <Related node={node} relation={relation} />
            </dd>
          </div>
        ))}
      </dl>
    </ResourcePart>
  );
}

function Related({ node, relation }: { readonly node: string; readonly relation: Relation }): ReactNode {
  const { items, total, note } = relation;
  if (note !== undefined) return note;
  if (total === 0) return <span className="muted">none</span>;
  const rest = items.slice(AT_FIRST);
  return (
    <>
      <Names node={node} items={items.slice(0, AT_FIRST)} />
      {rest.length > 0 && (
        <details>
          <summary>{formatCount(total - AT_FIRST)} more</summary>
          <Names node={node} items={rest} />
          {total > items.length && (
            <p className="muted">and {formatCount(total - items.length)} that the table finds</p>
          )}
        </details>
      )}
    </>
  );
}

function Names({
  node,
  items,
}: {
  readonly node: string;
  readonly items: readonly RelatedItem[];
}): ReactNode {
  return (
    <ul className="resource__names">
      {items.map((item) => (
        <li key={`${item.kind} ${item.id}`}>
          {item.known ? (
            <button
              type="button"
              className="resource__name"
              onClick={() =>
                go({
                  screen: 'fleet',
                  node,
                  at: { page: 'holds', kind: item.kind, id: item.id, whole: true },
                })
              }
            >
              {item.name}
            </button>
          ) : (
            <span className="muted" title="The last pull did not find it">
              {item.name} (not found)
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
