import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { parseJson } from '../../gateways/http/lossless.ts';
import { readCsvHeader } from './csv-header.ts';
import { cutJson } from './cut-json.ts';
import type { JsonLayout } from './cut-json.ts';
import { cutLines } from './cut-lines.ts';
import { openLineSink } from './line-sink.ts';
import { looksLike } from './looks-like.ts';
import { kindOfNames, recordKind } from './row-kinds.ts';
import type { RecordKind } from './row-kinds.ts';

/** How records lie in a file, and what they are. */
export type Layout = {
  readonly kind: RecordKind;
  /** The names of a table's header, or of all fields that the first records have. */
  readonly columns: readonly string[];
  /** It holds no record, so that its kind is not known, and nothing depends on it. */
  readonly isEmpty?: true;
} & (
  | { readonly layout: 'lines' | JsonLayout }
  | {
      readonly layout: 'csv';
      readonly delimiter: string;
    }
);

/** What the beginning of a file is instead of a log, as the rest of a sentence, and what to do. */
export interface NoLog {
  readonly layout: null;
  readonly looks: string;
  readonly next?: string;
}

/** More records than these tell nothing new. */
const RECORDS = 50;
const OBJECT = 0x7b;
const LIST = 0x5b;

/**
 * Finds out what a file holds from its beginning (without a byte order mark), never from its name: the way of
 * cutting it up that gives a record which one of the readers knows.
 *
 * @param isWhole the file ends there.
 */
export function detect(sample: Uint8Array, isWhole: boolean): Layout | NoLog {
  const foreign = looksLike(sample);
  if (foreign !== null) return { layout: null, ...foreign };
  const first = sample.find((byte) => byte > 0x20);
  if (first === undefined) return { layout: null, looks: 'it is empty' };
  if (isWhole && isEmptyList(sample)) return { layout: 'list', kind: 'litellm', columns: [], isEmpty: true };
  const json = first === OBJECT || first === LIST;
  if (!json) {
    const table = readCsvHeader(sample);
    if (table !== null && 'twice' in table)
      return {
        layout: null,
        looks: `it is a table that has more than one column named ${nameSome(table.twice)}`,
      };
    if (table !== null) return table;
  }
  let record: JsonObject | null = null;
  for (const layout of first === LIST ? (['list'] as const) : (['answer', 'lines', 'objects'] as const)) {
    const records = recordsOf(sample, isWhole, layout);
    for (const found of records) {
      const kind = recordKind(found);
      if (kind !== null) return { layout, kind, columns: namesOf(records) };
      record ??= found;
    }
  }
  return { layout: null, looks: describe(record, first, sample) };
}

/** A list without records, as an export of a time without requests is. */
function isEmptyList(sample: Uint8Array): boolean {
  const text = Buffer.from(sample.subarray(0, 64)).toString('latin1');
  return sample.length <= 64 && /^\s*\[\s*\]\s*$/.test(text);
}

function recordsOf(
  sample: Uint8Array,
  isWhole: boolean,
  layout: 'lines' | JsonLayout,
): readonly JsonObject[] {
  const sink = openLineSink(() => '', null);
  const cutter = layout === 'lines' ? cutLines(sink) : cutJson(layout, sink);
  cutter.push(Uint8Array.from(sample));
  if (isWhole) cutter.finish();
  const lines = Buffer.from(sink.take(0, 0)?.bytes ?? []).toString('utf8');
  const records: JsonObject[] = [];
  for (const line of lines.split('\n', RECORDS)) {
    const value = line.trim() === '' ? null : parse(line);
    if (isJsonObject(value)) records.push(value);
  }
  return records;
}

function namesOf(records: readonly JsonObject[]): readonly string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

function parse(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return null;
  }
}

function describe(record: JsonObject | null, first: number, sample: Uint8Array): string {
  if (record !== null) {
    const names = Object.keys(record);
    return isDaily(names)
      ? 'its records are sums of days, not requests'
      : `its records have the fields of no log that is known (${nameSome(names)})`;
  }
  if (first === OBJECT || first === LIST) return 'it begins like JSON, but no record of it can be read';
  const line = Buffer.from(sample.subarray(0, 4_096)).toString('utf8').trimStart().split(/\r?\n/, 1)[0] ?? '';
  if (!line.includes(',')) return 'it begins neither like JSON nor like a table';
  const names = line.split(',');
  return isDaily(names)
    ? 'it looks like CSV of sums of days, not of requests'
    : 'it looks like CSV, but has the columns of no log that is known';
}

function isDaily(names: readonly string[]): boolean {
  const lower = names.map((name) => name.trim().replaceAll('"', '').toLowerCase());
  return (
    lower.includes('date') && kindOfNames(names) === null && lower.some((name) => name.startsWith('spend'))
  );
}

const FIELD = /^[A-Za-z][A-Za-z_]{0,31}$/;

/** Only what a field is usually called: anything may stand there. */
function nameSome(names: readonly string[]): string {
  const plain = names.filter((name) => FIELD.test(name)).slice(0, 6);
  return plain.length === 0 ? 'none' : `${plain.join(', ')}${names.length > plain.length ? ', …' : ''}`;
}
