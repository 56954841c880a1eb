import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of requests that the archive of a workspace has of a node, oldest first. */
async function segmentsOf(workspace: string, node: string): Promise<readonly string[]> {
  const folder = join(workspace, 'archive', node);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.seg')).sort();
  return names.map((name) => join(folder, name));
}

/** Changes one byte in the middle of the first of them, as a bad disk does: seen only by who reads that part. */
export async function changeByte(workspace: string, node: string): Promise<void> {
  const [path] = await segmentsOf(workspace, node);
  if (path === undefined) throw new Error(`The archive has nothing of ${node}.`);
  const bytes = await readFile(path);
  const place = Math.floor(bytes.length / 2);
  bytes[place] = (bytes[place] ?? 0) ^ 0xff;
  await writeFile(path, bytes);
}

/** Cuts the first of them in half: seen by whoever opens it. */
export async function cutInHalf(workspace: string, node: string): Promise<void> {
  const [path] = await segmentsOf(workspace, node);
  if (path === undefined) throw new Error(`The archive has nothing of ${node}.`);
  await truncate(path, Math.floor((await readFile(path)).length / 2));
}
