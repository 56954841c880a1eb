import { createHash } from 'node:crypto';

import * as v from 'valibot';

import { isJsonObject } from '../../../shared/json.ts';
import type { SegmentFacts } from '../segment/segment-facts.ts';

const FileSchema = v.object({ path: v.string(), fingerprint: v.string() });
const SegmentNameSchema = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*\.seg$/));

/** A segment's file, as the archive knows it. */
const SegmentEntrySchema = v.object({
  /** Within the node's folder. */
  name: SegmentNameSchema,
  /** SHA-256 of the file, hex. */
  sha256: v.string(),
  bytes: v.number(),
  rows: v.number(),
  firstMs: v.number(),
  lastMs: v.number(),
  /** Some of its requests' ids (id-sample.ts); left out by earlier versions. */
  ids: v.exactOptional(v.string()),
  /** Where it can be made again from; null where that is no file. */
  source: v.nullable(
    v.object({
      ...FileSchema.entries,
      /** Files that say what its requests cost, read with it; see {@link SegmentFacts}. */
      beside: v.exactOptional(v.array(FileSchema)),
    }),
  ),
});
export type CommittedSegment = v.InferOutput<typeof SegmentEntrySchema>;
/** A file that requests were imported from, with what was read beside it. */
export type SourceFiles = NonNullable<CommittedSegment['source']>;

/** The files of a segment's source; null where that is a node's own log. */
export function filesOfSource({ path, fingerprint, beside }: SegmentFacts['source']): SourceFiles | null {
  if (path === null || fingerprint === null) return null;
  return { path, fingerprint, ...(beside === undefined ? {} : { beside }) };
}

const ImportSchema = v.object({
  description: v.string(),
  read: v.number(),
  inserted: v.number(),
  repeated: v.number(),
  updated: v.number(),
  refused: v.number(),
  /** The side file of the rows that were refused; left out where there is none. */
  refusedFile: v.exactOptional(
    v.object({ name: v.pipe(v.string(), v.regex(/^[\w.-]+$/)), sha256: v.string() }),
  ),
  /** What its requests lack although all are there, and why, as sentences; left out for nothing. */
  lacks: v.exactOptional(v.array(v.string())),
});
/** What a commit says of its import. */
export type CommittedImport = v.InferOutput<typeof ImportSchema>;

/** Of the lines written by this version. */
const VERSION = 1;

const CommitSchema = v.object({
  version: v.literal(VERSION),
  /** From 1, one more each. */
  number: v.number(),
  /** ISO 8601 UTC, by this machine's clock: for people. Nothing is decided by it. */
  at: v.string(),
  add: v.array(SegmentEntrySchema),
  /** Names of segments that are no more. */
  drop: v.array(SegmentNameSchema),
  /** Spans that are imported now, milliseconds since 1970 UTC; the end is exclusive. */
  covered: v.array(v.tuple([v.number(), v.number()])),
  /** Spans that are no longer called imported, taken away before `covered` is added. */
  uncovered: v.exactOptional(v.array(v.tuple([v.number(), v.number()]))),
  /** Up to where a node's own log was read; null where this says nothing of it. */
  readUntilMs: v.nullable(v.number()),
  import: v.nullable(ImportSchema),
  /** Hash of the commit before. */
  before: v.string(),
  /** SHA-256 of all of the above as it is written, hex. */
  hash: v.string(),
});

/** One change of a node's archive, whole or not at all. */
export type Commit = v.InferOutput<typeof CommitSchema>;

/** What a commit changes. */
export type Change = Omit<Commit, 'version' | 'number' | 'before' | 'hash'>;

/** What the first commit follows. */
export const NO_COMMIT = '0'.repeat(64);

/** The line of a commit, with its hash. */
export function commitLine(commit: Omit<Commit, 'hash'>): { readonly line: string; readonly hash: string } {
  const text = JSON.stringify(commit);
  const hash = hashOf(text);
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}\n`, hash };
}

/** A commit from its line, if it is whole and says its own hash; null otherwise. */
export function readCommit(line: string): Commit | null {
  const end = line.lastIndexOf(',"hash":"');
  // White space would be no fault of JSON, and is one of a line.
  if (end < 0 || !line.endsWith('"}')) return null;
  try {
    const parsed = v.safeParse(CommitSchema, JSON.parse(line));
    if (!parsed.success) return null;
    return hashOf(`${line.slice(0, end)}}`) === parsed.output.hash ? parsed.output : null;
  } catch {
    return null;
  }
}

/** True for a line of a later version of this program. */
export function isNewer(line: string): boolean {
  try {
    const parsed: unknown = JSON.parse(line);
    const version = isJsonObject(parsed) ? parsed['version'] : undefined;
    return typeof version === 'number' && version > VERSION;
  } catch {
    return false;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
