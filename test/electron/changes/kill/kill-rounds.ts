import { expect } from 'vitest';

import { randomFrom } from '../../../../electron/sample/random.ts';
import { inParallel } from '../../../../shared/in-parallel.ts';
import type { Change } from '../../../../shared/plan/plan.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { onceOnly } from './calls.ts';
import { AT_ONCE, openKillBench, type KillBench, type KilledPush } from './kill-bench.ts';

/** How the rounds of a seed ended, for the line that the test prints. */
export interface KillTally {
  readonly rounds: number;
  /** By what the new core found: `planned`, `interrupted`, `verified`. */
  readonly found: Readonly<Record<string, number>>;
  /** By what became of each operation. */
  readonly operations: Readonly<Record<string, number>>;
}

/**
 * Kills a push at as many random points as there are rounds, half of them at the very moment a call was carried out and
 * its answer not yet sent, half up to a few milliseconds later; each is looked at by a new core and then ended.
 * A failed round names its point.
 */
export async function killRounds(
  seed: string,
  rounds: number,
  finish: (killed: KilledPush, bench: KillBench) => Promise<void>,
): Promise<KillTally> {
  const bench = await openKillBench(await temporaryFolder());
  const random = randomFrom(seed);
  const [first, end] = bench.span;
  const found: Record<string, number> = {};
  const operations: Record<string, number> = {};
  try {
    const points = Array.from({ length: rounds }, (_, round) => ({
      round,
      at: first + random.below(end - first),
      delayMs: random.below(2) === 0 ? 0 : random.below(8),
    }));
    await inParallel(points, AT_ONCE, async ({ round, at, delayMs }) => {
      const killed = await bench.round(at, delayMs);
      try {
        const { change } = killed;
        count(found, change.status);
        for (const { status } of change.results) count(operations, status);
        requireExplained(killed);
        await finish(killed, bench);
      } catch (error) {
        const point = `Seed "${seed}", round ${round}: killed ${delayMs} ms after call ${at}.`;
        throw new Error(point, { cause: error });
      } finally {
        await killed.close();
      }
    });
  } finally {
    bench.close();
  }
  return { rounds, found, operations };
}

/** The gateway's own record of what it carried out agrees with what is said of each operation. */
function requireExplained({ change, calls }: KilledPush): void {
  const done = new Set(calls.flatMap((call) => onceOnly(call) ?? []));
  for (const { operation: id, status } of change.results) {
    const operation = change.plan.operations.find((candidate) => candidate.id === id);
    if (operation === undefined) throw new Error(`There is no operation ${id}.`);
    const { action, kind, name, resourceId } = operation;
    expect(['verified', 'mismatch', 'failed', 'skipped', 'waiting']).toContain(status);
    if (action === 'update') continue;
    const gone = kind === 'team' ? JSON.stringify([resourceId]) : resourceId;
    const act = action === 'create' ? `${kind} ${name} made` : `${kind} ${gone} deleted`;
    const isThere = status === 'verified' || status === 'mismatch';
    expect([act, done.has(act)]).toEqual([act, isThere]);
  }
}

/** Pushes until everything is in place. */
export async function goOn({ change, call }: KilledPush): Promise<Change> {
  return change.status === 'verified' ? change : (await call('changes.resume', { id: change.id })).change;
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}
