import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { rowText } from '../world/row-text.ts';
import type { Traffic } from '../world/traffic.ts';

const ROWS_A_CHUNK = 500;

/**
 * Writes the month of a node as JSON lines, whole or not at all. Written in pieces: a big sample does not
 * fit into one text.
 */
export async function writeLogFile(path: string, traffic: Traffic): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await pipeline(Readable.from(linesOf(traffic)), createWriteStream(temporary, { flags: 'wx' }));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function* linesOf(traffic: Traffic): Generator<string> {
  for (let from = 0; from < traffic.size; from += ROWS_A_CHUNK) {
    let chunk = '';
    const end = Math.min(from + ROWS_A_CHUNK, traffic.size);
    for (let row = from; row < end; row += 1) chunk += `${rowText(traffic, row, 'lean')}\n`;
    yield chunk;
  }
}
