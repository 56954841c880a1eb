import { createEvenSplit, type EvenSplit } from '../../../shared/cost/even-split.ts';
import type { CostCube } from '../rollup/cost-cube.ts';
import type { UsageGroup } from '../segment/usage.ts';

/** The teams among which what a user paid for a model is split in equal parts; never none. */
export type SharesOf = (user: string, model: string) => readonly string[];

const COUNTS = ['requests', 'promptTokens', 'completionTokens', 'unpriced'] as const;

/**
 * The same sums with their teams given by a rule. Everything adds up as before, to the last unit: each user's amounts are
 * split one after the other, in the order of days, so that at the end of each day a team has its even part of all until then.
 */
export function splitCube(cube: CostCube, sharesOf: SharesOf): CostCube {
  const groups: UsageGroup[] = [];
  const numbers = new Map<string, number>();
  const shares = cube.groups.map(({ user, model }) => sharesOf(user, model));
  const texts = cube.groups.map((group) => JSON.stringify(Object.values(group)));
  const day: number[] = [];
  const group: number[] = [];
  const nano: bigint[] = [];
  const rest: number[] = [];
  const counts = {
    requests: [] as number[],
    promptTokens: [] as number[],
    completionTokens: [] as number[],
    unpriced: [] as number[],
  };

  function numberOf(of: UsageGroup): number {
    const text = JSON.stringify(Object.values(of));
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = groups.push(of) - 1;
    numbers.set(text, number);
    return number;
  }

  const splits = new Map<string, EvenSplit>();
  function part(
    measure: string,
    ofGroup: number,
    teams: readonly string[],
    amount: bigint,
  ): readonly bigint[] {
    if (teams.length === 1) return [amount];
    // Failures are counted apart, so that they add up by themselves.
    const { user, ok } = cube.groups[ofGroup] ?? { user: '', ok: true };
    const key = JSON.stringify([measure, user, ok, ...teams]);
    const split = splits.get(key) ?? createEvenSplit(teams.length);
    splits.set(key, split);
    return split.next(amount);
  }

  // Numbers of groups follow the segments that are there; their texts do not.
  const order = cube.day
    .map((_, place) => place)
    .toSorted(
      (a, b) =>
        (cube.day[a] ?? 0) - (cube.day[b] ?? 0) ||
        compare(texts[cube.group[a] ?? 0] ?? '', texts[cube.group[b] ?? 0] ?? ''),
    );
  for (const place of order) {
    const from = cube.group[place] ?? 0;
    const held = cube.groups[from];
    const teams = shares[from] ?? [];
    if (held === undefined) continue;
    const money = part('nano', from, teams, cube.nano[place] ?? 0n);
    const finer = part('rest', from, teams, BigInt(cube.rest[place] ?? 0));
    const counted = COUNTS.map(
      (measure) => [measure, part(measure, from, teams, BigInt(cube[measure][place] ?? 0))] as const,
    );
    for (const [index, teamId] of teams.entries()) {
      day.push(cube.day[place] ?? 0);
      group.push(numberOf({ ...held, teamId }));
      nano.push(money[index] ?? 0n);
      rest.push(Number(finer[index] ?? 0n));
      for (const [measure, parts] of counted) counts[measure].push(Number(parts[index] ?? 0n));
    }
  }
  return { groups, day, group, nano, rest, ...counts };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
