import { stat } from 'node:fs/promises';

import type { ArchivePlaces, SegmentKey } from './places.ts';
import type { SegmentFiles } from './segment-files.ts';
import type { Database, Sqlite } from './sqlite.ts';
import { readWords } from './words.ts';

/** An open segment, for reading. */
export interface SegmentReader {
  readonly node: string;
  readonly database: Database;
  /** The dictionary: number in, text out. */
  readonly words: ReadonlyMap<number, string>;
}

/** Open segments, kept while they fit into memory. */
export interface SegmentReaders {
  /** Runs a query; `use` must be done with the segment when it returns. Null when there is no such segment. */
  read<T>(key: SegmentKey, use: (segment: SegmentReader) => T): Promise<T | null>;
  close(): void;
}

interface Kept {
  /** Changes whenever the file is replaced. */
  readonly identity: string;
  readonly bytes: number;
  readonly segment: SegmentReader;
}

/**
 * Keeps open segments, least recently used out first.
 *
 * @param maxBytes sum of their files' sizes; one may always be open
 */
export function openReaders(
  places: ArchivePlaces,
  files: SegmentFiles,
  sqlite: () => Promise<Sqlite>,
  maxBytes: number,
): SegmentReaders {
  const kept = new Map<string, Kept>();
  let turn: Promise<unknown> = Promise.resolve();

  function drop(name: string): void {
    kept.get(name)?.segment.database.close();
    kept.delete(name);
  }

  async function open(key: SegmentKey): Promise<SegmentReader | null> {
    const name = `${key.node}/${key.month}`;
    const identity = await identify(places.segment(key));
    const known = kept.get(name);
    if (known !== undefined && known.identity === identity) {
      kept.delete(name);
      kept.set(name, known);
      return known.segment;
    }
    drop(name);
    const loaded = await files.load(key);
    if (loaded === null) return null;
    const database = (await sqlite()).open(loaded.image);
    const segment = { node: key.node, database, words: readWords(database) };
    kept.set(name, { identity, bytes: loaded.image.length, segment });
    shrink(name);
    return segment;
  }

  function shrink(keep: string): void {
    let total = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [name, { bytes }] of kept) {
      if (total <= maxBytes) return;
      if (name === keep) continue;
      drop(name);
      total -= bytes;
    }
  }

  return {
    read(key, use) {
      // One at a time: an opening must not close what another query is about to use.
      const answer = turn.then(async () => {
        const segment = await open(key);
        return segment === null ? null : use(segment);
      });
      turn = answer.catch(() => undefined);
      return answer;
    },
    close() {
      for (const name of kept.keys()) drop(name);
    },
  };
}

async function identify(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found === null ? 'none' : `${found.ino}/${found.mtimeNs}/${found.size}`;
}
