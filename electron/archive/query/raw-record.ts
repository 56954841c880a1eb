import { open } from 'node:fs/promises';

import { isJsonObject } from '../../../shared/json.ts';
import type { JsonValue } from '../../../shared/json.ts';
import type { RequestRecord } from '../../../shared/contract/answers.ts';
import { ProblemError } from '../../../shared/result.ts';
import { parseJson } from '../../gateways/http/lossless.ts';
import { redactJson } from '../../gateways/http/redact.ts';
import { LONGEST_LINE } from '../import/segment-maker.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import { openLogSource } from '../sources/log-source.ts';
import type { LogSource } from '../sources/log-source.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { NodeStore } from '../store/node-store.ts';
import { hashesOfId } from '../segment/request-ids.ts';

const LINE_FEED = 10;

/** A request as its gateway wrote it, from the file it was imported from, or put together from what is kept. */
export async function rawRecord(store: NodeStore, id: string): Promise<RequestRecord> {
  const place = await findId(store, id);
  if (place === null)
    return {
      record: null,
      from: 'archive',
      where: `archive/${store.node}`,
      why: 'The archive holds no such request.',
    };
  const { reader, row, segment } = place;
  const { source } = reader.facts;
  const position = reader.numbers('position')[row] ?? -1;
  const found = source.path === null ? NO_FILE : await readSource(source.path, source, position, id);
  if ('text' in found && found.asWritten)
    return { record: JSON.stringify(found.text), from: 'file', where: found.where, why: null };
  if ('text' in found)
    return { record: JSON.stringify(found.text), from: 'archive', where: found.where, why: OTHER_FORM };
  return {
    record: JSON.stringify(redactJson(reader.request(row) as unknown as JsonValue)),
    from: 'archive',
    where: `archive/${store.node}/${segment.name}`,
    why: found.why,
  };
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
): Promise<Found> {
  let source: LogSource;
  try {
    source = await openLogSource(path);
  } catch (error) {
    const why = error instanceof ProblemError ? error.problem.message : 'it cannot be read';
    return { why: `${description} is no longer to be read where it was imported from: ${why}` };
  }
  if (source.fingerprint !== fingerprint) return { why: `${description} has changed since it was imported.` };
  const line = source.seekable ? await lineAt(path, position) : await lineOf(source, position);
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
async function lineOf(source: LogSource, record: number): Promise<string | null> {
  const stop = new AbortController();
  for await (const { bytes, firstRecord } of source.chunks(stop.signal)) {
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
  return null;
}
