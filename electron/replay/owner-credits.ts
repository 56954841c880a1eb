import { uncovered } from '../../shared/audit/coverage.ts';
import { DAY_MS, HOUR_MS } from '../../shared/audit/months.ts';
import type { Interval } from '../../shared/audit/months.ts';
import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { creditsAtBegin } from '../../shared/replay/doubleword/credits.ts';
import type { RequestLog } from '../../shared/replay/request-log.ts';
import type { NodeStore } from '../archive/store/node-store.ts';

/** What owners of Doubleword's keys had when a span begins, see {@link creditsAtBegin}; nano-dollars by their ids. */
export async function ownerCredits(
  store: NodeStore,
  { resources, takenAt }: Snapshot,
  { fromMs, untilMs }: Interval,
  log: RequestLog,
): Promise<ReadonlyMap<string, bigint>> {
  const takenMs = Date.parse(takenAt);
  const isWhole = await isImported(store, { fromMs, untilMs: takenMs });
  const paidAfter = !isWhole
    ? null
    : takenMs <= untilMs
      ? new Map<string, bigint>()
      : await paidIn(store, untilMs, takenMs);
  return creditsAtBegin({ resources, takenMs, log, paidAfter });
}

/** The time whose requests a replay of Doubleword depends on: until the pull, too, as what was paid by then is looked at. */
export function withCredits({ fromMs, untilMs }: Interval, { takenAt }: Pick<Snapshot, 'takenAt'>): Interval {
  const takenMs = Date.parse(takenAt);
  return { fromMs, untilMs: takenMs <= untilMs ? untilMs : (Math.floor(takenMs / DAY_MS) + 1) * DAY_MS };
}

/** Whether all of a time was imported: a log begins and ends with a request, so that less than an hour is no gap. */
async function isImported(store: NodeStore, time: Interval): Promise<boolean> {
  const { covered } = await store.state();
  return uncovered(covered, time).every((gap) => gap.untilMs - gap.fromMs < HOUR_MS);
}

/** What each payer paid on the days of a time, the first and the last as a whole. */
async function paidIn(
  store: NodeStore,
  fromMs: number,
  untilMs: number,
): Promise<ReadonlyMap<string, bigint>> {
  const [firstDay, lastDay] = [fromMs, untilMs].map((ms) => Math.floor(ms / DAY_MS));
  const paid = new Map<string, bigint>();
  for (const month of await store.rollups.months()) {
    const cube = await store.rollups.cube(month);
    for (const [place, group] of cube.group.entries()) {
      const day = cube.day[place] ?? 0;
      if (day < (firstDay ?? 0) || day > (lastDay ?? 0)) continue;
      const user = cube.groups[group]?.user ?? '';
      paid.set(user, (paid.get(user) ?? 0n) + (cube.nano[place] ?? 0n));
    }
  }
  return paid;
}
