import { filterInterval } from '../../../shared/audit/filter.ts';
import type { RequestFilter } from '../../../shared/audit/filter.ts';
import { satisfies } from '../../../shared/audit/matching.ts';
import { DAY_MS, monthInterval } from '../../../shared/audit/months.ts';
import { FEMTO_PER_NANO } from '../../../shared/cost/money.ts';
import type { CostCube } from '../rollup/cost-cube.ts';
import { GROUP_FIELDS } from '../segment/usage.ts';
import type { UsageGroup } from '../segment/usage.ts';
import type { NodeStore } from '../store/node-store.ts';
import { groupConditions } from './row-test.ts';

/** What a filter finds, in sum. */
export interface FilterSums {
  readonly requests: number;
  /** Femto-dollars (1e-15 US dollars). */
  readonly femto: bigint;
}

/**
 * What a filter comes to, from roll-ups alone; null where these do not say it: of a free text, of fields that they are
 * not grouped by, and of time that is not whole days (UTC).
 */
export async function rolledUpSums(
  stores: readonly NodeStore[],
  filter: RequestFilter,
): Promise<FilterSums | null> {
  const { fromMs, untilMs } = filterInterval(filter);
  const conditions = groupConditions(filter.where);
  const isSaid = conditions.every(
    ([first]) => first !== undefined && (first.field === 'node' || isGroupField(first.field)),
  );
  if (filter.text !== undefined || !isSaid || fromMs % DAY_MS !== 0 || untilMs % DAY_MS !== 0) return null;

  const holds = (node: string, group: UsageGroup): boolean =>
    conditions.every((alternatives) =>
      alternatives.some((condition) => {
        const { field } = condition;
        return satisfies(isGroupField(field) ? group[field] : node, condition);
      }),
    );
  const sums = { requests: 0, femto: 0n };
  for (const store of stores) {
    if (filter.node !== undefined && filter.node !== store.node) continue;
    for (const month of await store.rollups.months()) {
      const whole = monthInterval(month);
      if (whole.untilMs <= fromMs || whole.fromMs >= untilMs) continue;
      addWanted(sums, await store.rollups.cube(month), [fromMs / DAY_MS, untilMs / DAY_MS], (group) =>
        holds(store.node, group),
      );
    }
  }
  return sums;
}

function addWanted(
  sums: { requests: number; femto: bigint },
  cube: CostCube,
  [fromDay, untilDay]: readonly [number, number],
  holds: (group: UsageGroup) => boolean,
): void {
  const wanted = cube.groups.map(holds);
  for (const [place, group] of cube.group.entries()) {
    const day = cube.day[place] ?? 0;
    if (wanted[group] !== true || day < fromDay || day >= untilDay) continue;
    sums.requests += cube.requests[place] ?? 0;
    sums.femto += (cube.nano[place] ?? 0n) * FEMTO_PER_NANO + BigInt(cube.rest[place] ?? 0);
  }
}

function isGroupField(field: string): field is keyof UsageGroup {
  return (GROUP_FIELDS as readonly string[]).includes(field);
}
