import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import * as v from 'valibot';

import { ProblemError } from '../../shared/result.ts';
import { nodeFolder } from './paths.ts';

const uncompress = promisify(gunzip);
const RawSchema = v.record(v.string(), v.array(v.string()));
/** As much as a gateway's answers may come to, unpacked, bytes. */
const MOST_BYTES = 1_000_000_000;

/**
 * The gateway's answers that a snapshot was made of: route -> JSON text of each page. Rejects with
 * `raw_answers_missing` or `file_damaged`.
 *
 * @param name of the snapshot's file
 */
export async function readRawAnswers(
  workspace: string,
  node: string,
  name: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const path = join(nodeFolder(workspace, node), 'snapshots', name.replace(/\.json$/, '.raw.json.gz'));
  const packed = await readFile(path).catch(() => null);
  if (packed === null) {
    throw new ProblemError({
      code: 'raw_answers_missing',
      message: `The answers of ${node} that this snapshot was made of are not there.`,
      next: `Pull ${node} again to have them.`,
      where: path,
    });
  }
  const read = await unpack(packed).catch(() => null);
  const parsed = v.safeParse(RawSchema, read);
  if (parsed.success) return new Map(Object.entries(parsed.output));
  throw new ProblemError({
    code: 'file_damaged',
    message: `The kept answers of ${node} cannot be read.`,
    next: `Pull ${node} again to have new ones.`,
    where: path,
  });
}

async function unpack(packed: Buffer): Promise<unknown> {
  const text = await uncompress(packed, { maxOutputLength: MOST_BYTES });
  return JSON.parse(text.toString('utf8')) as unknown;
}
