import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';

import * as v from 'valibot';

import type { Problem } from '../../../shared/result.ts';
import { syncFolder } from '../../files/atomic-write.ts';
import { EARLIER_FOLDER, findEarlierFiles, monthFile, POSITION_FILE, recordFile } from './earlier-files.ts';
import { openEarlierMonth } from './earlier-month.ts';
import { UnreadableMonthError } from './earlier-rows.ts';
import { migrateMonth } from './migrate-month.ts';
import type { MigratedMonth, MigrationTools } from './migrate-month.ts';
import { monthDamaged, monthMissing, monthTooNew, rowsRefused } from './migration-problems.ts';

const PositionSchema = v.object({ version: v.literal(1), readUntilMs: v.pipe(v.number(), v.integer()) });

/**
 * Takes over what a node's folder holds in the layout before this one, a month after the other: its requests and the
 * spans that were read are committed, then its files are moved to `earlier-layout/`. Killed at any point, doing it again
 * ends the same. A damaged month gets another name, one of a later version is left; both are told of, and the rest is
 * taken over. Only for who holds the node's lock. Rejects with `cancelled` and with what the system says.
 */
export async function migrateNode(tools: MigrationTools): Promise<readonly Problem[]> {
  const { store, places } = tools;
  const files = await findEarlierFiles(store.folder);
  if (files === null) return [];
  await store.tidy(places.staging(store.node));
  const problems = files.setAside.map(({ month, name }) => monthDamaged(store.node, month, name, null));
  for (const month of files.records) {
    // Its file was moved and the process ended before the record was.
    if (await isKept(store.folder, month)) await moveAway(recordFile(month), tools);
    else problems.push(monthMissing(store.node, month));
  }
  for (const month of files.months) problems.push(...(await takeOver(month, tools)));
  if (files.hasPosition) await takePosition(tools);
  return problems;
}

async function takeOver(month: string, tools: MigrationTools): Promise<readonly Problem[]> {
  const { store, places } = tools;
  const { node, folder } = store;
  const found = await openEarlierMonth(
    path.join(folder, monthFile(month)),
    path.join(folder, recordFile(month)),
  );
  if (found.state === 'newer') return [monthTooNew(node, month, found.layout)];
  if (found.state === 'damaged') return [monthDamaged(node, month, await setAside(month, tools), found.why)];
  let migrated: MigratedMonth;
  try {
    migrated = await migrateMonth(month, found.database, tools);
  } catch (error) {
    if (!(error instanceof UnreadableMonthError)) throw error;
    return [monthDamaged(node, month, await setAside(month, tools), error.message)];
  } finally {
    found.database.close();
  }
  await moveAway(monthFile(month), tools);
  await moveAway(recordFile(month), tools);
  if (migrated.refusedFile === null) return [];
  return [rowsRefused(node, month, migrated, places.relative(migrated.refusedFile))];
}

/** Up to where the node's own log was read; what cannot be read says nothing, and the next import finds out. */
async function takePosition(tools: MigrationTools): Promise<void> {
  const { store, now } = tools;
  const text = await readFile(path.join(store.folder, POSITION_FILE), 'utf8');
  const readUntilMs = positionIn(text);
  const known = (await store.state()).readUntilMs;
  if (readUntilMs !== null && (known === null || known < readUntilMs))
    await store.commit({
      at: now().toISOString(),
      add: [],
      drop: [],
      covered: [],
      readUntilMs,
      import: null,
    });
  await moveAway(POSITION_FILE, tools);
}

function positionIn(text: string): number | null {
  try {
    return v.parse(PositionSchema, JSON.parse(text)).readUntilMs;
  } catch {
    return null;
  }
}

/** Gives a damaged file and its record another name; that of the file is returned. */
async function setAside(month: string, tools: MigrationTools): Promise<string> {
  const suffix = `.corrupt-${tools.stamp()}`;
  const name = `${monthFile(month)}${suffix}`;
  await move(recordFile(month), `${recordFile(month)}${suffix}`, tools);
  await move(monthFile(month), name, tools);
  return name;
}

async function isKept(folder: string, month: string): Promise<boolean> {
  return isThere(path.join(folder, EARLIER_FOLDER, monthFile(month)));
}

/** Puts a file to those that were taken over, beside what has its name there already. */
async function moveAway(name: string, tools: MigrationTools): Promise<void> {
  const folder = path.join(tools.store.folder, EARLIER_FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let target = name;
  for (let more = 2; await isThere(path.join(folder, target)); more += 1)
    target = `${path.parse(name).name}-${more}${path.extname(name)}`;
  await move(name, path.join(EARLIER_FOLDER, target), tools);
  await syncFolder(folder);
}

/** Renames within the node's folder; what is not there needs no new name. */
async function move(from: string, to: string, { store, ...tools }: MigrationTools): Promise<void> {
  if (!(await isThere(path.join(store.folder, from)))) return;
  await (tools.rename ?? rename)(path.join(store.folder, from), path.join(store.folder, to));
  await syncFolder(store.folder);
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
