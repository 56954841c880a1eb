import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import * as v from 'valibot';

import { loadSqlite, select } from '../sqlite.ts';
import type { Database } from '../sqlite.ts';
import { checkTables } from './earlier-rows.ts';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const VERSION_OFFSET = 60;
/** The only layout there was of a SQLite file a month. */
const LAYOUT = 1;

const ImageSchema = v.nullable(v.object({ sha256: v.string() }));
const RecordSchema = v.object({ version: v.literal(1), current: ImageSchema, pending: ImageSchema });

/** What was found of a month in the layout before. Whoever gets a database closes it. */
export type EarlierMonth =
  | { readonly state: 'good'; readonly database: Database }
  | { readonly state: 'damaged'; readonly why: string }
  | { readonly state: 'newer'; readonly layout: number };

/**
 * Opens a month's file and checks it: header, layout, checksum where a record says one, structure.
 *
 * @param record of its record; it need not be there
 */
export async function openEarlierMonth(file: string, record: string): Promise<EarlierMonth> {
  const image = await readFile(file);
  if (image.length < HEADER_BYTES || image.toString('latin1', 0, MAGIC.length) !== MAGIC)
    return { state: 'damaged', why: image.length === 0 ? 'it is empty' : 'it is no database' };
  const layout = image.readUInt32BE(VERSION_OFFSET);
  if (layout > LAYOUT) return { state: 'newer', layout };
  if (layout < LAYOUT) return { state: 'damaged', why: 'it is no archive of this program' };
  const sums = await checksums(record);
  const sum = createHash('sha256').update(image).digest('hex');
  if (sums !== null && !sums.includes(sum)) return { state: 'damaged', why: 'its checksum differs' };
  const sqlite = await loadSqlite();
  let database: Database | null = null;
  try {
    database = sqlite.open(image);
    const [verdict] = select(database, 'PRAGMA quick_check(1)');
    // Without a record there is no checksum, and any database could have this number: its tables have to speak for it.
    if (verdict?.[0] === 'ok') {
      checkTables(database);
      return { state: 'good', database };
    }
  } catch {
    // What SQLite cannot open is no better than what it finds broken.
  }
  database?.close();
  return { state: 'damaged', why: 'its structure is broken' };
}

/** The file was being replaced when there are two. Null without a record that can be read. */
async function checksums(record: string): Promise<readonly string[] | null> {
  try {
    const { current, pending } = v.parse(RecordSchema, JSON.parse(await readFile(record, 'utf8')));
    return [current, pending].flatMap((image) => image?.sha256 ?? []);
  } catch {
    return null;
  }
}
