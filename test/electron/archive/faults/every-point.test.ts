import { beforeAll, expect, test } from 'vitest';

import { ProblemError } from '../../../../shared/result.ts';
import { injectFaults, prepareFaults } from '../../../helpers/fs-faults.ts';
import type { Fault } from '../../../helpers/fs-faults.ts';
import { openSmall, runStep, STEPS } from './steps.ts';
import type { Step } from './steps.ts';
import { endedAt, faultWorld, goOn, ROUNDS, stateOf } from './world.ts';
import type { FaultWorld } from './world.ts';

beforeAll(prepareFaults);

/** What a step ended with when the disk failed at a call; null when it has not so many. */
async function failAt(
  folder: string,
  { given }: FaultWorld,
  step: Step,
  fault: Fault,
  at: number,
): Promise<unknown> {
  const archive = openSmall(folder);
  // Without half of what it writes a call is as the end of the one before it.
  const faults = injectFaults({ fault, at, under: folder, torn: fault === 'freeze' || at % 2 === 0 });
  let error: unknown = null;
  try {
    await runStep(archive, given, step);
  } catch (failure) {
    error = failure;
  } finally {
    faults.restore();
  }
  await archive.close();
  if (faults.calls() < at) return null;
  return error ?? 'nobody saw it';
}

test.each(STEPS)(
  'a process that ends at any call of %s leaves the old state or a new one, and the next goes on',
  async (step) => {
    const world = await faultWorld();
    const states = world.states[step];
    const places = new Map<string, number>();
    // The log of a node has so many that every other one has to do for each change.
    const every = ROUNDS === 0 && step === 'log' ? 2 : 1;
    let at = 1;
    for (; ; at += every) {
      const folder = await world.before(step);
      if ((await failAt(folder, world, step, 'freeze', at)) === null) break;
      const place = await endedAt(folder);
      places.set(place, (places.get(place) ?? 0) + 1);
      expect(await stateOf(folder, states), `ended at call ${at}, ${place}`).toBeGreaterThanOrEqual(0);
      await goOn(folder, world.given, step, states.at(-1) ?? new Map());
    }
    if (ROUNDS > 0) process.stdout.write(`${step}: ${at - 1} points: ${JSON.stringify([...places])}\n`);
    expect(at).toBeGreaterThan(20);
    expect([...places.keys()]).toEqual(
      expect.arrayContaining(['between moving out and the commit', 'within the commit']),
    );
  },
  600_000,
);

const WORDS: readonly (readonly [Fault, RegExp])[] = [
  ['full', /disk is full/],
  ['EROFS', /can only be read/],
  ['EACCES', /may not be written/],
];

test.each(STEPS.flatMap((step) => WORDS.map(([fault, words]) => [fault, step, words] as const)))(
  'a disk that is %s from any call of %s on is named, with what to do, and the archive is as it was',
  async (fault, step, words) => {
    const world = await faultWorld();
    const states = world.states[step];
    const every = ROUNDS > 0 ? 1 : fault === 'full' ? 5 : 11;
    for (let at = 1; ; at += every) {
      const folder = await world.before(step);
      const error = await failAt(folder, world, step, fault, at);
      if (error === null) break;
      const state = await stateOf(folder, states);
      // What fails after the commit, such as clearing up, takes nothing back.
      if (state < states.length - 1) {
        expect(error, `call ${at}`).toBeInstanceOf(ProblemError);
        const { problem } = error as ProblemError;
        expect(problem, `call ${at}`).toMatchObject({ code: 'archive_not_written' });
        expect(problem.message).toMatch(words);
        expect(problem.next).toMatch(/import again/);
      }
      expect(state, `call ${at}`).toBeGreaterThanOrEqual(0);
      await goOn(folder, world.given, step, states.at(-1) ?? new Map());
    }
  },
  600_000,
);
