import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';

import type { LoggedRequest, RefusedRow } from '../../shared/audit/logged-request.ts';
import { isJsonObject } from '../../shared/json.ts';
import type { GatewayAdapter, LogPage } from '../gateways/adapter.ts';
import { parseJson } from '../gateways/http/lossless.ts';
import type { ImportSource } from './import.ts';
import type { ImportedFile } from './imported-files.ts';
import { readLines } from './lines.ts';
import type { Line } from './lines.ts';
import { isUnpackError, openChunks } from './log-chunks.ts';
import type { LogChunks } from './log-chunks.ts';
import { notJsonl, tooLarge, unreadable } from './log-file-problems.ts';

/** A log file, ready to be imported. */
export type LogFileSource = ImportSource & {
  readonly totalBytes: number;
  /** What the file was like before it was read: what is written to it meanwhile makes it another one. */
  readonly file: Omit<ImportedFile, 'node'>;
};

type RowReader = Pick<GatewayAdapter, 'readLogRow'>;

const RAW_LENGTH = 65_536;
/** What unfolds to more than this is no log, bytes. */
const MAX_UNPACKED_BYTES = 20_000_000_000;

/**
 * Opens a log file for import: one JSON object a line, plain or packed with gzip. Rejects with
 * `file_unreadable`, or with `not_jsonl` when the first line is no object, before anything is imported.
 * A bad row further down is refused alone, with its line, and the rest goes on.
 */
export async function openLogFile(file: string, adapter: RowReader): Promise<LogFileSource> {
  const name = path.basename(file);
  const { size, mtimeMs } = await look(file, name);
  await checkBeginning(file, name);
  return {
    description: name,
    pages: readPages(file, name, adapter),
    covers: null,
    totalBytes: size,
    file: { name, bytes: size, modifiedMs: Math.round(mtimeMs) },
  };
}

async function look(file: string, name: string): Promise<Stats> {
  const found = await stat(file).catch((error: unknown) => {
    throw unreadable(name, file, error);
  });
  if (!found.isFile()) throw unreadable(name, file, null);
  return found;
}

async function checkBeginning(file: string, name: string): Promise<void> {
  const chunks = await openChunks(file).catch((error: unknown) => {
    throw unreadable(name, file, error);
  });
  try {
    for await (const lines of readLines(chunks.bytes)) {
      const first = lines.find(({ text }) => text === null || text.trim() !== '');
      if (first === undefined) continue;
      if (first.text === null) throw notJsonl(name, first.number, first.start);
      if (!isJsonObject(parse(first.text))) throw notJsonl(name, first.number, first.text);
      return;
    }
  } catch (error) {
    if (!isUnpackError(error)) throw error;
  }
  throw notJsonl(name, 1, '');
}

async function* readPages(file: string, name: string, adapter: RowReader): AsyncGenerator<LogPage> {
  const chunks = await openChunks(file);
  let consumed = 0;
  let line = 0;
  try {
    for await (const lines of readLines(limit(chunks, name))) {
      const bytes = chunks.consumed() - consumed;
      consumed += bytes;
      line = lines.at(-1)?.number ?? line;
      yield { ...readRows(lines, name, adapter), bytes, covered: null };
    }
  } catch (error) {
    if (!isUnpackError(error)) throw error;
    const reason = 'The packed file is cut or damaged here; what comes after could not be read.';
    yield { rows: [], refused: [{ where: `${name}:${line + 1}`, reason, raw: '' }], bytes: 0, covered: null };
  }
}

async function* limit({ bytes }: LogChunks, name: string): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > MAX_UNPACKED_BYTES) throw tooLarge(name);
    yield chunk;
  }
}

function readRows(
  lines: readonly Line[],
  name: string,
  adapter: RowReader,
): { readonly rows: readonly LoggedRequest[]; readonly refused: readonly RefusedRow[] } {
  const rows: LoggedRequest[] = [];
  const refused: RefusedRow[] = [];
  for (const { number, text, start } of lines) {
    const where = `${name}:${number}`;
    if (text === null) {
      refused.push({ where, reason: 'The line is longer than 10 MB.', raw: start });
      continue;
    }
    if (text.trim() === '') continue;
    const parsed = parse(text);
    const row = parsed === undefined ? notJson : adapter.readLogRow(parsed);
    if (row.ok) rows.push(row.request);
    else refused.push({ where, reason: row.reason, raw: text.slice(0, RAW_LENGTH) });
  }
  return { rows, refused };
}

const notJson = { ok: false, reason: 'The line is not JSON; it may have been cut.' } as const;

/** As an answer of the gateway is read, so that a row says the same from a file. Undefined when the text is no JSON. */
function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
