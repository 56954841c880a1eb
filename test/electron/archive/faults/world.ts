import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'vitest';

import type { Archive } from '../../../../electron/archive/archive.ts';
import { formatNano } from '../../../../shared/cost/money.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { expectedSums } from '../../../helpers/usage-sums.ts';
import { requestsOf, rolledUp } from '../import/node-state.ts';
import { NODE, openSmall, runStep, statesOf, STEPS, writeGiven } from './steps.ts';
import type { Model, Step } from './steps.ts';

/** Rounds of what is tried at random: a few for every change, thousands by `npm run test:faults`. */
export const ROUNDS = Number(process.env['GATEHOUSE_FAULT_ROUNDS'] ?? 0);

/** The archives before each step, from which rounds begin. */
export interface FaultWorld {
  readonly given: string;
  /** A copy of the archive before a step; the one of the round before is removed. */
  before(step: Step | 'end'): Promise<string>;
  readonly states: Readonly<Record<Step, readonly Model[]>>;
  readonly end: Model;
}

/** Does all steps once, keeping the archive before each. */
export async function faultWorld(): Promise<FaultWorld> {
  const root = await temporaryFolder(true);
  const given = join(root, 'given');
  await writeGiven(given);
  const folder = join(root, 'work');
  await mkdir(folder);
  const states: Partial<Record<Step, readonly Model[]>> = {};
  let model: Model = new Map();
  for (const step of STEPS) {
    await cp(folder, join(root, `before-${step}`), { recursive: true, preserveTimestamps: true });
    const archive = openSmall(folder);
    await runStep(archive, given, step);
    await archive.close();
    states[step] = statesOf(model, step);
    model = states[step].at(-1) ?? model;
    expect(await stateOf(folder, [model])).toBe(0);
  }
  await cp(folder, join(root, 'before-end'), { recursive: true });
  let rounds = 0;
  return {
    given,
    states: states as Record<Step, readonly Model[]>,
    end: model,
    async before(step) {
      await rm(join(root, `round-${rounds}`), { recursive: true, force: true });
      rounds += 1;
      const round = join(root, `round-${rounds}`);
      await cp(join(root, `before-${step}`), round, { recursive: true });
      return round;
    },
  };
}

const printOf = (model: Iterable<{ readonly id: string; readonly spendNano: number | null }>): string =>
  [...model]
    .map(({ id, spendNano }) => `${id} ${spendNano}`)
    .toSorted()
    .join('\n');

/** Which of some states an archive is in, down to its sums, its checks and its coverage; -1 when in none. */
export async function stateOf(folder: string, states: readonly Model[]): Promise<number> {
  const archive = openSmall(folder);
  try {
    return await stateIn(archive, states);
  } finally {
    await archive.close();
  }
}

async function stateIn(archive: Archive, states: readonly Model[]): Promise<number> {
  const [store] = await archive.stores();
  const rows = store === undefined ? [] : await requestsOf(store);
  const print = printOf(rows);
  const found = states.findLastIndex((model) => printOf(model.values()) === print);
  const model = states[found];
  if (model === undefined) return -1;
  expect(rows).toEqual([...model.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  if (store !== undefined) expect(await rolledUp(store)).toEqual(expectedSums([...model.values()]));
  const { total } = await archive.costReport('2026-10', ['node']);
  const nano = rows.reduce((sum, { spendNano }) => sum + BigInt(spendNano ?? 0), 0n);
  expect(total).toMatchObject({ requests: model.size, spend: formatNano(nano) });
  const { problems } = await archive.verify(quietWork());
  expect(problems).toEqual([]);
  const coverage = await archive.coverage();
  expect(coverage.flatMap(({ gaps }) => gaps.filter(({ reason }) => reason === 'damaged'))).toEqual([]);
  return found;
}

/** Where an import was ended, as its files tell. */
export async function endedAt(folder: string): Promise<string> {
  const home = join(folder, 'archive', NODE);
  const names = await readdir(home).catch(() => [] as string[]);
  const log = await readFile(join(home, 'commits.jsonl'), 'utf8').catch(() => '');
  const staged = await readdir(join(home, '.staging'), { recursive: true }).catch(() => [] as string[]);
  if (log !== '' && !log.endsWith('\n')) return 'within the commit';
  const unnamed = names.filter((name) => name.endsWith('.seg') && !log.includes(`"${name}"`));
  if (unnamed.length > 0) return 'between moving out and the commit';
  if (staged.some((name) => name.endsWith('.seg'))) return 'while segments were made';
  return staged.length > 0 ? 'before the first segment, or after the commit' : 'outside';
}

/** The next import goes on and ends as if nothing had been; nothing of the ended one is left. */
export async function goOn(folder: string, given: string, step: Step, end: Model): Promise<void> {
  const archive = openSmall(folder);
  await runStep(archive, given, step);
  expect(await archive.unfinished()).toEqual([]);
  await archive.close();
  expect(await stateOf(folder, [end])).toBe(0);
  const home = join(folder, 'archive', NODE);
  expect(await readdir(join(home, '.staging'))).toEqual([]);
  // Each commit that counts refused rows has its side file, and no side file is without.
  const commits = (await readFile(join(home, 'commits.jsonl'), 'utf8')).trimEnd().split('\n');
  const refusing = commits.filter((line) => /"refused":[1-9]/.test(line));
  expect(await readdir(join(home, 'refused'))).toHaveLength(refusing.length);
  const odd = (await readdir(home)).filter((name) => /unclaimed|corrupt|damaged/.test(name));
  expect(odd).toEqual([]);
}
