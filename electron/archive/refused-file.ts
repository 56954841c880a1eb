import { createHash } from 'node:crypto';
import { open, mkdir, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';

import type { RefusedRow } from '../../shared/audit/logged-request.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { redact } from '../gateways/http/redact.ts';
import { KEPT_IN_PART } from './sources/line-sink.ts';
import { withoutBodies } from '../gateways/log/call-bodies.ts';

/** A side file in its place. */
export interface KeptFile {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

/** The side file of one import: rows that could not be understood, kept with place and reason. */
export interface RefusedFile {
  add(rows: readonly RefusedRow[]): Promise<void>;
  /**
   * Puts the file in its place; null when no row was refused.
   *
   * @param named is told its name before it is there
   */
  keep(named?: (name: string) => Promise<void>): Promise<KeptFile | null>;
  /** Removes what was written, even where it was put in its place. */
  discard(): Promise<void>;
}

const RAW_LENGTH = 65_536;
/** No secret is longer: what the cut goes through is hidden whole. */
const LONGEST_SECRET = 8_192;

/**
 * A row as it came, but cut, which its reason then says, without the bodies of calls, and without secrets: one may be in
 * a row in clear, even where none belongs.
 */
export function keptRow<T extends Pick<RefusedRow, 'reason' | 'raw'>>(row: T): T {
  const raw = redact(withoutBodies(row.raw).slice(0, RAW_LENGTH + LONGEST_SECRET));
  if (raw.length <= RAW_LENGTH) return { ...row, raw };
  return { ...row, reason: `${row.reason} ${KEPT_IN_PART}`, raw: raw.slice(0, RAW_LENGTH) };
}

/**
 * Starts the side file; nothing is on disk until the first refused row.
 *
 * @param name time of the import, as in file names; a number after it tells imports of one instant apart
 * @param again the name says what is read: one that is there is of the same rows, and is written anew
 */
export function openRefusedFile(folder: string, name: string, again = false): RefusedFile {
  const temporary = path.join(folder, `.${name}.${process.pid}.tmp`);
  let handle: FileHandle | null = null;
  let kept: string | null = null;
  const hash = createHash('sha256');
  /** One after the other: rows come from several threads. */
  let turn: Promise<void> = Promise.resolve();

  async function close(): Promise<void> {
    await handle?.sync();
    await handle?.close();
    handle = null;
  }

  async function write(rows: readonly RefusedRow[]): Promise<void> {
    if (handle === null) {
      await mkdir(folder, { recursive: true });
      handle = await open(temporary, 'w', 0o600);
    }
    const text = rows.map(toLine).join('');
    await handle.writeFile(text);
    hash.update(text);
  }

  return {
    async add(rows) {
      if (rows.length === 0) return;
      const written = turn.then(() => write(rows));
      turn = written.catch(() => undefined);
      await written;
    },
    async keep(named) {
      await turn;
      if (handle === null) return null;
      await close();
      const taken = new Set(again ? [] : await readdir(folder));
      let number = 1;
      while (taken.has(`${name}-${number}.jsonl`)) number += 1;
      const file = path.join(folder, `${name}-${number}.jsonl`);
      await named?.(path.basename(file));
      await rename(temporary, file);
      await syncFolder(folder);
      kept = file;
      return { path: file, name: path.basename(file), sha256: hash.digest('hex') };
    },
    async discard() {
      await turn;
      if (kept !== null) await rm(kept, { force: true });
      if (handle === null) return;
      await close();
      await rm(temporary, { force: true });
    },
  };
}

function toLine(row: RefusedRow): string {
  const { where, reason, raw } = keptRow(row);
  return `${JSON.stringify({ where, reason, raw })}\n`;
}

/** What a commit says of the side file that it counts. */
export function sideOf(kept: KeptFile | null): { refusedFile?: { name: string; sha256: string } } {
  return kept === null ? {} : { refusedFile: { name: kept.name, sha256: kept.sha256 } };
}
