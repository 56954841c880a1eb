import type { ReactNode } from 'react';

import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { DefinitionList } from '../../../ui/definition-list.tsx';
import { plural } from '../../../ui/format.ts';
import { Time } from '../../../ui/time.tsx';
import { fieldName, fieldWords, plainText } from '../neutral-words.ts';
import { ResourcePart } from './resource-part.tsx';

const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** What is set: the fields policies govern in words, then the gateway's own, then what changes by itself. */
export function ResourceConfig({ resource }: { readonly resource: Resource }): ReactNode {
  const { fields, settings, observed } = resource;
  const said = Object.entries(fields).flatMap(([field, value]) => {
    const words = fieldWords(field, value);
    return words === null ? [] : [[fieldName(field), words] as const];
  });
  const own = flatten(settings);
  const moving = flatten(observed);
  return (
    <>
      {said.length > 0 && (
        <ResourcePart title="What is set">
          <DefinitionList items={said} />
        </ResourcePart>
      )}
      <OwnWords title="The gateway’s own settings" rows={own} open={own.length <= 8} />
      <OwnWords title="Changes by itself" rows={moving} open={false} />
    </>
  );
}

/** Values under the gateway's own names, nested ones by their path. */
function OwnWords(props: {
  readonly title: string;
  readonly rows: readonly (readonly [string, JsonValue])[];
  readonly open: boolean;
}): ReactNode {
  const { title, rows, open } = props;
  if (rows.length === 0) return null;
  return (
    <details className="resource__part" open={open}>
      <summary>
        {title} <span className="muted">{plural(rows.length, 'value')}</span>
      </summary>
      <dl className="resource__own">
        {rows.map(([path, value]) => (
          <div key={path}>
            <dt className="mono">{path}</dt>
            <dd>{showOwn(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function showOwn(value: JsonValue): ReactNode {
  if (value === null) return <span className="muted">none</span>;
  if (typeof value === 'string' && INSTANT.test(value)) {
    const at = Date.parse(value);
    if (!Number.isNaN(at)) return <Time at={at} form="instant" />;
  }
  return <span className="mono">{plainText(value)}</span>;
}

/** One line a value: objects are opened, lists stay whole. Values that say nothing are left out. */
export function flatten(
  value: JsonObject,
  path: readonly string[] = [],
): readonly (readonly [string, JsonValue])[] {
  return Object.entries(value).flatMap(([key, item]): readonly (readonly [string, JsonValue])[] => {
    const here = [...path, key];
    if (isJsonObject(item)) return flatten(item, here);
    if (item === null || item === '' || (Array.isArray(item) && item.length === 0)) return [];
    return [[here.join('.'), item]];
  });
}
