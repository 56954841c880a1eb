import type { ReactNode } from 'react';

import type { RelatedItem, Relation } from '../../../../shared/fleet/relations.ts';
import { shownName } from '../../../../shared/fleet/shown-name.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { go, type BrowseFilter } from '../../../app/state/navigation.ts';
import { formatCount } from '../../../ui/format.ts';
import { ResourcePart } from './resource-part.tsx';

/** As many as are named before the list is unfolded. */
const AT_FIRST = 8;

/** What it belongs to and what belongs to it; each name leads to its own page. */
export function ResourceRelations(props: {
  readonly node: string;
  readonly resource: Resource;
  readonly relations: readonly Relation[];
}): ReactNode {
  const { node, resource, relations } = props;
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
              <Related node={node} resource={resource} relation={relation} />
            </dd>
          </div>
        ))}
      </dl>
    </ResourcePart>
  );
}

function Related(props: {
  readonly node: string;
  readonly resource: Resource;
  readonly relation: Relation;
}): ReactNode {
  const { node, resource, relation } = props;
  const { items, total, note } = relation;
  if (note !== undefined) return note;
  if (total === 0) return <span className="muted">none</span>;
  const rest = items.slice(AT_FIRST);
  const kind = items[0]?.kind ?? 'key';
  return (
    <>
      <Names node={node} items={items.slice(0, AT_FIRST)} />
      {rest.length > 0 && (
        <details>
          <summary>{formatCount(total - AT_FIRST)} more</summary>
          <Names node={node} items={rest} />
          {total > items.length && (
            <button
              type="button"
              className="resource__name"
              onClick={() =>
                go({ screen: 'fleet', node, at: { page: 'holds', kind, filter: allOf(resource) } })
              }
            >
              Show all {formatCount(total)} in the table
            </button>
          )}
        </details>
      )}
    </>
  );
}

/** What the table is narrowed to so that it shows all that belongs to a resource. */
function allOf({ kind, id, name }: Resource): BrowseFilter {
  if (kind === 'team') return { team: id };
  return { text: kind === 'model' || kind === 'modelGroup' ? name : id };
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
              {shownName(item.name)}
            </button>
          ) : (
            <span className="muted" title="The last pull did not find it">
              {shownName(item.name)} (not found)
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
