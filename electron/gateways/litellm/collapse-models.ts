import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { sortedTexts, textOf } from './fields.ts';

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

/**
 * Model groups as people made them: those that a wildcard deployment could serve are told as one, with their number
 * (363 for `bedrock/*` in 1.106.2).
 */
export function collapseGroups(
  groups: readonly Resource[],
  models: readonly Resource[],
): readonly Resource[] {
  const named = new Set(models.flatMap(({ name, observed }) => [name, ...sortedTexts(observed['aliases'])]));
  const wildcards = [...named].filter((name) => name.endsWith('*')).sort();
  const under = (name: string): string | undefined =>
    named.has(name) ? undefined : wildcards.find((wildcard) => name.startsWith(wildcard.slice(0, -1)));
  const counts = new Map<string, number>();
  const kept = groups.filter(({ name }) => {
    const wildcard = under(name);
    if (wildcard !== undefined) counts.set(wildcard, (counts.get(wildcard) ?? 0) + 1);
    return wildcard === undefined;
  });
  const told = kept.map((group) => {
    const count = counts.get(group.name);
    counts.delete(group.name);
    return count === undefined ? group : { ...group, observed: { ...group.observed, expands_to: count } };
  });
  const others = [...counts].map(([name, count]) => groupOf(name, count));
  return [...told, ...others];
}

function groupOf(name: string, count: number): Resource {
  const observed = { expands_to: count };
  return { kind: 'modelGroup', id: name, name, owner: 'server', fields: {}, settings: {}, observed };
}
