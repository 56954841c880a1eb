import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import * as v from 'valibot';

import { openSegment } from '../segment/segment-reader.ts';
import type { Made } from './made-segment.ts';

/**
 * What an import has made and not yet committed: segment files, and a journal of what each was made of. An import of
 * the same source that comes after a kill goes on from there.
 */
export interface Staging {
  readonly folder: string;
  /** What an earlier import of this source had made, as far as it is whole. */
  recover(): Promise<readonly Made[]>;
  /** Notes what was made. Its file is written, if perhaps not yet on the disk: that is looked at when it is taken up. */
  note(made: Made): void;
  /** Moves segments to where the archive's own are. */
  moveOut(names: readonly string[], target: string): Promise<void>;
  discard(): Promise<void>;
}

const RefusedSchema = v.object({ line: v.number(), reason: v.string(), raw: v.string() });
const PieceSchema = v.object({
  from: v.number(),
  until: v.number(),
  lines: v.number(),
  rows: v.number(),
  refused: v.array(RefusedSchema),
});
const NoteSchema = v.object({
  pieces: v.array(PieceSchema),
  segment: v.nullable(
    v.object({
      name: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
      sha256: v.string(),
      bytes: v.number(),
      rows: v.number(),
      firstMs: v.number(),
      lastMs: v.number(),
    }),
  ),
});

const JOURNAL = 'journal.jsonl';

/** The staging folder of a source in a node's staging folder. */
export function openStaging(root: string, fingerprint: string): Staging {
  const folder = path.join(root, createHash('sha256').update(fingerprint).digest('hex').slice(0, 24));
  const journal = path.join(folder, JOURNAL);
  mkdirSync(folder, { recursive: true });

  async function recoverLine(line: string): Promise<Made | null> {
    try {
      const { pieces, segment } = v.parse(NoteSchema, JSON.parse(line));
      if (segment === null) return { pieces, segment, hashes: new Uint32Array(0) };
      const file = path.join(folder, segment.name);
      const sha256 = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      if (sha256 !== segment.sha256) return null;
      return { pieces, segment, hashes: Uint32Array.from(openSegment(file).hashes()) };
    } catch {
      // What is not whole is made again.
      return null;
    }
  }

  return {
    folder,
    async recover() {
      const text = await readFile(journal, 'utf8').catch(() => '');
      const found: Made[] = [];
      for (const line of text.split('\n')) {
        const made = line === '' ? null : await recoverLine(line);
        if (made !== null) found.push(made);
      }
      const kept = new Set(found.flatMap(({ segment }) => (segment === null ? [] : [segment.name])));
      for (const name of await readdir(folder))
        if (name !== JOURNAL && !kept.has(name)) await rm(path.join(folder, name), { force: true });
      return found;
    },
    note({ pieces, segment }) {
      appendFileSync(journal, `${JSON.stringify({ pieces, segment })}\n`, { mode: 0o600 });
    },
    async moveOut(names, target) {
      for (const name of names) await rename(path.join(folder, name), path.join(target, name));
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Names of segments that journals of unfinished imports speak of, with the folder of each. */
export async function stagedNames(root: string): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const folder of await readdir(root).catch(() => [] as string[])) {
    let text = '';
    try {
      text = readFileSync(path.join(root, folder, JOURNAL), 'utf8');
    } catch {
      continue;
    }
    for (const [, name = ''] of text.matchAll(/"segment":\{"name":"([\w.-]+)"/g))
      names.set(name, path.join(root, folder));
  }
  return names;
}
