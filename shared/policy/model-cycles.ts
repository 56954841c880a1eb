import type { Finding } from '../config/finding.ts';
import type { YamlText } from '../config/yaml-text.ts';
import type { Policy } from './policy.ts';

/**
 * Model groups that come back to themselves: each circle once, at the entry that closes it. A group that names itself is
 * one, too.
 */
export function findModelCycles(
  { modelGroups }: Pick<Policy, 'modelGroups'>,
  place: YamlText['place'],
): readonly Finding[] {
  const findings: Finding[] = [];
  const done = new Set<string>();
  // A file may nest a hundred thousand groups: the way down is kept here, not on the stack.
  const way: { readonly group: string; next: number }[] = [];
  const depths = new Map<string, number>();
  const enter = (group: string): void => {
    depths.set(group, way.length);
    way.push({ group, next: 0 });
  };
  for (const first of modelGroups.keys()) {
    if (!done.has(first)) enter(first);
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const { group, next } = here;
      const entry = modelGroups.get(group)?.[next];
      here.next += 1;
      if (entry === undefined) {
        way.pop();
        depths.delete(group);
        done.add(group);
      } else if (modelGroups.has(entry) && !done.has(entry)) {
        const depth = depths.get(entry);
        if (depth === undefined) enter(entry);
        else {
          const circle = [...way.slice(depth).map((step) => step.group), entry];
          findings.push(cycle(circle, place(['modelGroups', group, next])));
        }
      }
    }
  }
  return findings;
}

function cycle(way: readonly string[], where: ReturnType<YamlText['place']>): Finding {
  const last = way.at(-1) ?? '';
  return {
    rule: 'policy-group-cycle',
    severity: 'critical',
    message:
      way.length === 2
        ? `The model group "${last}" names itself.`
        : `The model groups go in a circle: ${shortened(way).join(' → ')}.`,
    fix: `Take "${last}" out here, or write the models that are meant.`,
    ...where,
  };
}

const MOST_NAMED = 12;

function shortened(way: readonly string[]): readonly string[] {
  if (way.length <= MOST_NAMED) return way;
  return [...way.slice(0, MOST_NAMED - 2), '…', ...way.slice(-1)];
}
