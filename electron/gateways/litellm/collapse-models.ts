import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { textOf } from './fields.ts';

/**
 * Deployments from rows of `/model/info`, where a wildcard stands as one row for every model it could
 * serve (363 for `bedrock/*` in 1.106.2) and every alias repeats its deployments, all under the same id.
 */
export function collapseModels(models: readonly Resource[]): readonly Resource[] {
  const byId = new Map<string, Resource[]>();
  for (const model of models) byId.set(model.id, [...(byId.get(model.id) ?? []), model]);
  const groups = [...byId.values()].map((rows) => (isWildcard(rows) ? [wildcardOf(rows)] : rows));
  const firstNames = publicNames(groups);
  return groups.flatMap((rows) => {
    const names = namesOf(rows);
    const name = firstNames.get(names.join('\n'));
    const row = rows.find((one) => one.name === name) ?? rows[0];
    if (row === undefined) return [];
    const aliases = names.filter((other) => other !== row.name);
    return aliases.length === 0 ? [row] : [{ ...row, observed: { ...row.observed, aliases } }];
  });
}

function namesOf(rows: readonly Resource[]): readonly string[] {
  return [...new Set(rows.map(({ name }) => name))].sort();
}

/**
 * Which of the names that share their deployments is the public one: rows do not tell it from an alias, so
 * it is the one that a deployment's target is called too, else the first that was listed.
 */
function publicNames(groups: readonly (readonly Resource[])[]): ReadonlyMap<string, string> {
  const chosen = new Map<string, string>();
  const certain = new Set<string>();
  for (const rows of groups) {
    const shared = namesOf(rows).join('\n');
    const called = rows.find(({ name, fields }) => textOf(fields['target']).split('/').at(-1) === name);
    const name = called?.name ?? rows[0]?.name ?? '';
    if (!chosen.has(shared) || (called !== undefined && !certain.has(shared))) chosen.set(shared, name);
    if (called !== undefined) certain.add(shared);
  }
  return chosen;
}

/** Rows of one id with different targets: only a wildcard has those. */
function isWildcard(rows: readonly Resource[]): boolean {
  return new Set(rows.map(({ fields }) => fields['target'])).size > 1;
}

function wildcardOf(rows: readonly Resource[]): Resource {
  const stated = rows.find(({ name }) => name.includes('*'));
  if (stated !== undefined) return stated;
  const [first] = rows;
  if (first === undefined) throw new Error('a wildcard has rows');
  const wildcard = `${commonProvider(rows.map(({ name }) => name))}*`;
  const { model_info: _, ...observed } = first.observed;
  return { ...first, name: wildcard, fields: { ...first.fields, target: wildcard }, observed };
}

/** `bedrock/` of `bedrock/a` and `bedrock/b`. */
function commonProvider(names: readonly string[]): string {
  const [first = ''] = names;
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, first.slice(0, length).lastIndexOf('/') + 1);
}
