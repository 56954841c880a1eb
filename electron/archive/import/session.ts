import { rm } from 'node:fs/promises';
import path from 'node:path';

import { ProblemError } from '../../../shared/result.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import { lostProblem } from '../query/problems.ts';
import { DamagedError, NewerLayoutError } from '../segment/sections.ts';
import { tooNew } from './import-problems.ts';
import { openSegment } from '../segment/segment-reader.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import { filesOfSource } from '../store/commit.ts';
import type { CommittedImport, Change } from '../store/commit.ts';
import type { NodeStore } from '../store/node-store.ts';
import { broughtAgain } from './brought-again.ts';
import type { BroughtAgain } from './brought-again.ts';
import { sampleIds } from './id-sample.ts';
import { createKnownIds } from './known-ids.ts';
import type { Made, SegmentEntry } from './made-segment.ts';
import { nodesThatHave } from './other-nodes.ts';
import type { IsAmong } from './other-nodes.ts';
import { setImmediate as pause } from 'node:timers/promises';
import { createPace } from '../pace.ts';
import { createRepeats } from './repeats.ts';
import type { Richer } from './richer.ts';
import { createRowSet } from './row-set.ts';
import { settle } from './settle.ts';
import type { OldSegment, Settled } from './settle.ts';
import type { Staging } from './staging.ts';
import type { TurnedBack } from './turned-back.ts';

/** What one commit of an import comes to. */
export interface SessionCounts {
  readonly inserted: number;
  readonly repeated: number;
  readonly updated: number;
  /** Requests whose ids other requests had before, see {@link Settled}. */
  readonly renumbered: number;
  /** Of those updated, the ones of which a later import had said something else. */
  readonly back: TurnedBack;
}

/** What is committed beside the segments that were made. */
export interface CommitPart {
  readonly covered: readonly Interval[];
  readonly readUntilMs: number | null;
  readonly import: Omit<CommittedImport, keyof SessionCounts>;
  /** Committed segments whose requests are among those that were made. */
  readonly replaced: readonly { readonly name: string; readonly rows: number }[];
  /** Of a node's own log: what was read of it altogether. */
  readonly again?: readonly Interval[];
  /** What is committed wins over what was made, because that is older. */
  readonly keepOld?: boolean;
  readonly at: Date;
}

/** Segments that were made and not yet committed. */
export interface ImportSession {
  note(made: Made): void;
  /** Requests made so far. */
  readonly rows: number;
  /** First and last start of them; null without. */
  span(): Interval | null;
  /** Hours since 1970 UTC in which there is one. */
  hours(): Promise<ReadonlySet<number>>;
  /** The nodes of `others` in which some of them are too; see {@link nodesThatHave}. Before they are committed. */
  alsoIn(others: readonly NodeStore[]): Promise<readonly string[]>;
  /**
   * Finds what came twice, and commits the rest. Segments that were lost and that this import brings again are dropped
   * with it; then what else was committed before wins, because what comes is old.
   */
  commit(change: CommitPart): Promise<SessionCounts>;
  /** Of how many of the requests that were committed, or known before, no cost is known now. */
  withoutCost(): Promise<number>;
  close(): void;
}

/**
 * A request of a node's own log that comes again with another start is looked for this far from its new one: it is read
 * often, and a wrong time zone moves it by less. Those of a file are looked for everywhere.
 */
const NEAR_MS = 2 * 86_400_000;
/** Forms of one log may spell times with seconds or with less. */
const SAME_START_MS = 1_000;
/** Segments that are kept open while the same requests are looked at; a month of a million has thirty. */
const MOST_OPEN = 12;
/** So many requests are named of those that say again what they said before. */
const MOST_NAMED = 3;

/** What a session may be told beside what it needs. */
export interface SessionOptions {
  /** How its requests are put together with what was known; null where they say everything. */
  readonly richer?: Richer | null;
  /** Throws when the import is no longer wanted; heard until something is committed. */
  readonly stop?: () => void;
  /** Whether a fingerprint is of the file that is imported; only its own when left out. */
  readonly isSame?: (fingerprint: string) => boolean;
  /** Requests that were compared with those that were there, and how many have to be. */
  readonly progress?: (done: number, total: number) => void;
}

/** Begins a session; `stride` is the most requests that a segment can have. */
export function openSession(
  node: string,
  store: NodeStore,
  staging: Staging,
  source: SegmentSource,
  prefix: string,
  stride: number,
  {
    richer = null,
    stop = () => undefined,
    isSame = (fingerprint) => fingerprint === source.fingerprint,
    progress,
  }: SessionOptions = {},
): ImportSession {
  const known = createKnownIds();
  const made: SegmentEntry[] = [];
  const sampleOf = new Map<string, string>();
  const repeats = createRepeats();
  const open = new Map<string, SegmentReader>();
  let rows = 0;
  let attempts = 0;

  function reader(file: string): SegmentReader {
    const found = open.get(file) ?? openSegment(file);
    // The one that was used last stands last.
    open.delete(file);
    open.set(file, found);
    if (open.size > MOST_OPEN) {
      const [oldest] = open.keys();
      if (oldest !== undefined && oldest !== file) {
        open.get(oldest)?.forget();
        open.delete(oldest);
      }
    }
    return found;
  }
  const openNew = (name: string): SegmentReader => reader(path.join(staging.folder, name));
  const openOld = (name: string): SegmentReader => reader(path.join(store.folder, name));

  function closeAll(): void {
    for (const one of open.values()) one.forget();
    open.clear();
  }

  function span(): Interval | null {
    if (made.length === 0) return null;
    return {
      fromMs: Math.min(...made.map(({ firstMs }) => firstMs)),
      untilMs: Math.max(...made.map(({ lastMs }) => lastMs)) + 1,
    };
  }

  async function oldSegments(skipped: ReadonlySet<string>): Promise<readonly OldSegment[]> {
    const all = span();
    if (all === null) return [];
    // What is in it may be what is imported now, and would count twice when it can be read again.
    const closed = (await store.lost()).find(({ state }) => state === 'unreadable');
    if (closed !== undefined) throw new ProblemError(lostProblem(node, closed));
    const masks = await store.masks();
    const near = (await store.segments()).filter(
      ({ name, rows: count, firstMs, lastMs }) =>
        count > 0 &&
        !skipped.has(name) &&
        (source.path !== null || (lastMs >= all.fromMs - NEAR_MS && firstMs < all.untilMs + NEAR_MS)),
    );
    return near.map(({ name, rows: count }) => {
      const masked = createRowSet(count);
      for (const row of masks.get(name) ?? []) masked.add(row);
      return { name, rows: count, corrected: masked.size > 0, isMasked: masked.has };
    });
  }

  /** Room is given back for what was not committed after all; what cannot be removed is tidied up later. */
  async function takeBack(names: readonly string[]): Promise<void> {
    const named = new Set((await store.state()).segments.map(({ name }) => name));
    for (const name of names)
      if (!named.has(name)) await rm(path.join(store.folder, name), { force: true }).catch(() => undefined);
  }

  const againBy = (again: readonly Interval[]): Promise<BroughtAgain> =>
    broughtAgain({
      store,
      source,
      isSame,
      again,
      made,
      stride,
      known,
      repeats,
      pace: createPace(stop),
      openNew,
    });

  /**
   * Requests of which something else was imported after the file that is imported now was imported before, among those that
   * are no longer to count.
   */
  async function turnedBack(replaced: Settled['replaced']): Promise<TurnedBack> {
    const { commits } = await store.state();
    const of = commits.filter(({ add }) =>
      add.some((one) => one.source !== null && isSame(one.source.fingerprint)),
    );
    const before = of.at(-1)?.number;
    const ids: string[] = [];
    let count = 0;
    if (before === undefined) return { count, ids };
    const later = new Set(
      commits.flatMap(({ add, number }) => (number > before ? add.map(({ name }) => name) : [])),
    );
    for (const [name, rows] of replaced) {
      if (!later.has(name)) continue;
      count += rows.length;
      for (const row of rows.slice(0, MOST_NAMED - ids.length)) ids.push(openOld(name).id(row));
    }
    return { count, ids };
  }

  /** What turns out to be damaged on the way is set aside, and looked at no longer. */
  async function settled(skipped: ReadonlySet<string>, keepOld: boolean): Promise<Settled> {
    for (;;) {
      // What an attempt that met damage has written stays where it is, under its own names.
      attempts += 1;
      const old = await oldSegments(skipped);
      try {
        return await settle({
          node,
          source,
          folder: staging.folder,
          prefix: attempts === 1 ? prefix : `${prefix}-${attempts}`,
          made,
          stride,
          known,
          repeats,
          old,
          keepOld,
          richer,
          comeback: source.beside === undefined ? null : richer,
          pace: createPace(stop),
          ...(progress === undefined ? {} : { progress }),
          openNew,
          openOld,
        });
      } catch (error) {
        if (error instanceof NewerLayoutError) throw tooNew(node, error.layout);
        if (!(error instanceof DamagedError)) throw error;
        closeAll();
        const before = (await store.lost()).length;
        for (const segment of await store.segments())
          if (old.some(({ name }) => name === segment.name)) store.use(segment, (one) => one.check());
        if ((await store.lost()).length === before) throw error;
      }
    }
  }

  return {
    note({ segment, hashes }) {
      if (segment === null) return;
      const base = made.length * stride;
      made.push(segment);
      sampleOf.set(segment.name, sampleIds(hashes));
      for (let row = 0; row < segment.rows; row += 1) {
        const first = known.add(hashes[row * 2] ?? 0, hashes[row * 2 + 1] ?? 0, base + row);
        if (first >= 0) repeats.add(first, base + row);
      }
      rows += segment.rows;
    },
    get rows() {
      return rows;
    },
    span,
    async hours() {
      const hours = new Set<number>();
      const pace = createPace(stop);
      for (const { name } of made) {
        if (pace.due()) await pace.rest();
        for (const hour of openNew(name).usage([]).hour) hours.add(hour);
      }
      return hours;
    },
    async alsoIn(others) {
      const all = span();
      if (all === null || others.length === 0) return [];
      const isAmong: IsAmong = (high, low, startMs) => {
        const reference = known.find(high, low);
        const entry = reference < 0 ? undefined : made[Math.floor(reference / stride)];
        if (entry === undefined) return false;
        const start = openNew(entry.name).numbers('startMs')[reference % stride] ?? 0;
        return Math.abs(start - startMs) < SAME_START_MS;
      };
      return nodesThatHave(others, all, isAmong, createPace(stop));
    },
    async commit({ covered, readUntilMs, replaced, again = [], keepOld = false, at, import: done }) {
      let lost = await againBy(again);
      const skipped = new Set([...replaced.map(({ name }) => name), ...lost.names]);
      let found = await settled(skipped, keepOld || lost.isOld);
      // Damage may have been found on the way.
      if (source.path !== null && lost.names.size === 0) {
        lost = await againBy(again);
        if (lost.isOld) found = await settled(skipped, true);
      }
      const { add, drop, repeated, updated, renumbered } = found;
      const back = await turnedBack(found.replaced);
      const samples = new Map(
        add.flatMap(({ name, rows: count }) =>
          count === 0 ? [] : [[name, sampleOf.get(name) ?? sampleIds(openNew(name).hashes())] as const],
        ),
      );
      const held = replaced.reduce((sum, { rows: count }) => sum + count, 0);
      const inserted = rows - held - repeated - updated;
      closeAll();
      const from = filesOfSource(source);
      await staging.moveOut(
        add.map(({ name }) => name),
        store.folder,
      );
      const change: Change = {
        at: at.toISOString(),
        add: add.map((entry) => {
          const ids = samples.get(entry.name);
          return { ...entry, ...(ids === undefined ? {} : { ids }), source: from };
        }),
        drop: [...new Set([...skipped, ...lost.names, ...drop])],
        covered: covered.map(({ fromMs, untilMs }) => [fromMs, untilMs]),
        readUntilMs,
        import: { ...done, inserted, repeated, updated },
      };
      try {
        await store.commit(change);
      } catch (error) {
        await takeBack(add.map(({ name }) => name));
        throw error;
      }
      return { inserted, repeated, updated, renumbered, back };
    },
    async withoutCost() {
      const masks = await store.masks();
      let count = 0;
      for (const segment of await store.segments()) {
        await pause();
        if (segment.rows === 0) continue;
        count +=
          store.use(segment, (one) => {
            const spends = one.numbers('spendNano');
            if (!spends.includes(-1)) return 0;
            const masked = new Set(masks.get(segment.name));
            const hashes = one.hashes();
            const isUnknown = (row: number): boolean =>
              spends[row] === -1 &&
              !masked.has(row) &&
              known.find(hashes[row * 2] ?? 0, hashes[row * 2 + 1] ?? 0) >= 0;
            return spends.reduce((sum, _, row) => (isUnknown(row) ? sum + 1 : sum), 0);
          }) ?? 0;
      }
      return count;
    },
    close: closeAll,
  };
}
