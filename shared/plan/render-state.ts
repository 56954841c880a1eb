import { stringify } from 'yaml';

import { KIND_LISTS, type Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { comparedPart, meaning } from './comparable.ts';
import { sortResources } from './pair-resources.ts';
import { showReferences } from './secret-references.ts';

/**
 * A state as YAML text for reading and for a diff of texts: grouped by kind, sorted, without ids and observed
 * values. States that mean the same are the same text, to the byte.
 * @param head what stands between the name of a resource and its fields.
 */
export function renderState(
  resources: readonly Resource[],
  head: (resource: Resource) => { readonly [key: string]: JsonValue } = () => ({}),
): string {
  const groups: Record<string, JsonValue[]> = {};
  for (const resource of sortResources(resources)) {
    const meant = meaning(resource.kind, [], showReferences(comparedPart(resource)));
    const entry = isJsonObject(meant) ? meant : {};
    (groups[KIND_LISTS[resource.kind]] ??= []).push({
      name: resource.name,
      ...head(resource),
      ...sortKeys(entry),
    });
  }
  if (Object.keys(groups).length === 0) return '';
  return stringify(groups, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Fields in the order of the alphabet, the gateway's own settings last. */
function sortKeys(value: { readonly [key: string]: JsonValue }): { readonly [key: string]: JsonValue } {
  const keys = Object.keys(value).sort(
    (a, b) => Number(a === 'settings') - Number(b === 'settings') || (a < b ? -1 : 1),
  );
  return Object.fromEntries(keys.map((key) => [key, deepSort(value[key] ?? null)]));
}

function deepSort(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => deepSort(item));
  return isJsonObject(value) ? sortKeys(value) : value;
}
