import { execFile } from 'node:child_process';
import { chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { makeFolder } from './launch.ts';
import { readSetting } from './setting.ts';

/** Runs the product's own command line on plain Node; resolves with its JSON. Rejects with what it said. */
export function gatehouse(args: readonly string[]): Promise<unknown> {
  const program = join('dist', 'electron', 'cli.cjs');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...args, '--json'], { timeout: 60_000 }, (error, stdout, stderr) => {
      if (error !== null) reject(new Error(`gatehouse ${args.join(' ')}: ${stderr}`));
      else resolve(JSON.parse(stdout));
    });
  });
}

/** A small sample workspace that belongs to the user the app runs as. Resolves with its folder. */
export async function makeWorkspace(rows = 2000): Promise<string> {
  const folder = await makeFolder('workspace');
  await gatehouse(['sample', folder, '--rows', String(rows)]);
  await giveAway(folder);
  return folder;
}

/** The same with the log of prod-us in its archive: 600 requests of October 2026 to every 2000 rows. */
export async function makeFilledWorkspace(rows = 2000): Promise<string> {
  const folder = await makeFolder('workspace');
  await gatehouse(['sample', folder, '--rows', String(rows)]);
  const log = join(folder, 'logs', 'prod-us-2026-10.jsonl');
  await gatehouse(['import', log, '--node', 'prod-us', '--workspace', folder]);
  await giveAway(folder);
  return folder;
}

/** Hands a folder and all in it to the user the app runs as. */
export async function giveAway(folder: string): Promise<void> {
  const { user } = readSetting();
  if (user === null) return;
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { recursive: true })) {
    await chown(join(folder, entry), user.uid, user.gid);
  }
}
