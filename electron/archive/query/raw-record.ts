import { open } from 'node:fs/promises';

import { isJsonObject } from '../../../shared/json.ts';
import type { JsonValue } from '../../../shared/json.ts';
import type { RequestRecord } from '../../../shared/contract/answers.ts';
import { cancelled, ProblemError } from '../../../shared/result.ts';
import type { Work } from '../../gateways/adapter.ts';
import { parseJson } from '../../gateways/http/lossless.ts';
import { redactJson } from '../../gateways/http/redact.ts';
import { LONGEST_LINE } from '../import/segment-maker.ts';
import type { SegmentFacts } from '../segment/segment-facts.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import { isSameSource } from '../sources/log-file.ts';
import { openLogSource } from '../sources/open-log-source.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { NodeStore } from '../store/node-store.ts';
import { hashesOfId } from '../segment/request-ids.ts';
import type { LogSource } from '../sources/log-source.ts';

const LINE_FEED = 10;

/** What the archive keeps of a request, and where it came from. */
export interface KeptRecord {
  /** The request as it is kept, JSON. */
  readonly kept: string;
  /** The segment, within the workspace. */
  readonly where: string;
  readonly source: SegmentFacts['source'];
  /** Where in the source it stands: a byte of a file of lines, else a record. */
  readonly position: number;
}

/** Finds a request among what a node's archive holds; null when it holds no such one. */
export async function findRecord(store: NodeStore, id: string): Promise<KeptRecord | null> {
  const place = await findId(store, id);
  if (place === null) return null;
  const { reader, row, segment } = place;
  return {
    kept: JSON.stringify(redactJson(reader.request(row) as unknown as JsonValue)),
    where: `archive/${store.node}/${segment.name}`,
    source: reader.facts.source,
    position: reader.numbers('position')[row] ?? -1,
  };
}

/**
 * A request as its gateway wrote it, from the file it was imported from, or put together from what is kept. What is packed
 * or no file of lines is read up to the record; `work` is told how far, with the file's name. Rejects with `cancelled`.
 */
export async function rawRecord(
  node: string,
  id: string,
  place: KeptRecord | null,
  work: Work,
): Promise<RequestRecord> {
  if (place === null)
    return {
      record: null,
      from: 'archive',
      where: `archive/${node}`,
      why: 'The archive holds no such request.',
    };
  const { source, position, kept, where } = place;
  const found = source.path === null ? NO_FILE : await readSource(source.path, source, position, id, work);
  if ('why' in found) return { record: kept, from: 'archive', where, why: found.why };
  const record = JSON.stringify(found.text);
  return found.asWritten
    ? { record, from: 'file', where: found.where, why: null }
    : { record, from: 'archive', where: found.where, why: OTHER_FORM };
}

const NO_FILE = {
  why: 'It was read from the node itself, so there is no file with the gateway’s own words.',
} as const;

async function findId(
  store: NodeStore,
  id: string,
): Promise<{ reader: SegmentReader; row: number; segment: CommittedSegment } | null> {
  const [high, low] = hashesOfId(id);
  const masks = await store.masks();
  for (const segment of [...(await store.segments())].reverse()) {
    const row = store.use(segment, (reader) => {
      const hashes = segment.rows === 0 ? [] : reader.hashes();
      for (let at = 0; at < segment.rows; at += 1) {
        const same = hashes[at * 2] === high && hashes[at * 2 + 1] === low;
        if (same && masks.get(segment.name)?.includes(at) !== true && reader.id(at) === id) return at;
      }
      return -1;
    });
    const reader = row === null || row < 0 ? null : store.open(segment);
    if (reader !== null && row !== null) return { reader, row, segment };
  }
  return null;
}

type Found =
  | { readonly text: JsonValue; readonly where: string; readonly asWritten: boolean }
  | { readonly why: string };

async function readSource(
  path: string,
  { description, fingerprint }: { readonly description: string; readonly fingerprint: string | null },
  position: number,
  id: string,
  work: Work,
): Promise<Found> {
  let source: LogSource;
  try {
    source = await openLogSource(path);
  } catch (error) {
    const why = error instanceof ProblemError ? error.problem.message : 'it cannot be read';
    return { why: `${description} is no longer to be read where it was imported from: ${why}` };
  }
  if (!isSameSource(source, fingerprint)) return { why: `${description} has changed since it was imported.` };
  const line = source.seekable ? await lineAt(path, position) : await lineOf(source, position, work);
  const parsed = line === null ? null : parseOrNull(line);
  if (!isJsonObject(parsed) || !IDS.some((name) => textOf(parsed[name]) === id))
    return { why: `${description} does not hold it where it was.` };
  return {
    text: redactJson(parsed),
    asWritten: isAsWritten(source),
    where: source.seekable ? path : source.placeOf(position),
  };
}

const OTHER_FORM = 'Its file holds it in another form; this is the row that was read from it.';

/** Rows of a table, and what a bucket logger writes, are made rows of the log before they are read. */
function isAsWritten({ format, seekable }: LogSource): boolean {
  if (seekable) return true;
  return format !== 'jsonl' && format !== 'object-folder' && !format.startsWith('csv');
}

/** Fields that a gateway calls the id of a request. */
const IDS = ['request_id', 'id'] as const;

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function parseOrNull(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

async function lineAt(path: string, position: number): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    let bytes = Buffer.alloc(65_536);
    for (let held = 0; held < LONGEST_LINE;) {
      const { bytesRead } = await file.read(bytes, held, bytes.length - held, position + held);
      const end = bytes.subarray(0, held + bytesRead).indexOf(LINE_FEED, held);
      if (end >= 0) return bytes.toString('utf8', 0, end);
      held += bytesRead;
      if (bytesRead === 0) return bytes.toString('utf8', 0, held);
      if (held === bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
    }
    return null;
  } finally {
    await file.close();
  }
}

/** The line of a record; the source is read up to it. */
async function lineOf(source: LogSource, record: number, { signal, progress }: Work): Promise<string | null> {
  const { description, totalBytes } = source;
  progress(0, totalBytes, description);
  try {
    for await (const { bytes, firstRecord, consumed } of source.chunks(signal)) {
      if (signal.aborted) break;
      progress(consumed, totalBytes, description);
      let number = firstRecord;
      let from = 0;
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
        if (number === record)
          return Buffer.from(bytes.buffer, bytes.byteOffset + from, at - from).toString('utf8');
        number += 1;
        from = at + 1;
      }
      if (number > record) return null;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (signal.aborted) throw cancelled('Reading the record');
  return null;
}
