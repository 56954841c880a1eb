import { select, toNumber, toText } from './sqlite.ts';
import type { Database } from './sqlite.ts';

// SQLite text ends at a NUL when read back, and half a surrogate pair has no UTF-8.
const UNSTORABLE = /[\0\uD800-\uDFFF]/u;
const UNSTORABLE_ALL = /[\0\uD800-\uDFFF]/gu;

/** The text as it can be stored: characters that no database text can hold become U+FFFD. */
export function storable(text: string): string {
  return UNSTORABLE.test(text) ? text.replace(UNSTORABLE_ALL, '\uFFFD') : text;
}

/** The dictionary of one segment, for writing: text in, its number out. */
export interface WordWriter {
  intern(text: string): number;
  close(): void;
}

/** Opens a segment's dictionary for writing. */
export function openWords(database: Database): WordWriter {
  const numbers = new Map<string, number>();
  let next = 1;
  for (const [number, text] of select(database, 'SELECT number, text FROM word ORDER BY number')) {
    numbers.set(toText(text), toNumber(number));
    next = toNumber(number) + 1;
  }
  const insert = database.prepare('INSERT INTO word (number, text) VALUES (?, ?)');
  function add(raw: string): number {
    const text = storable(raw);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = next;
    next += 1;
    insert.run([number, text]);
    numbers.set(text, number);
    return number;
  }
  return {
    intern: (text) => numbers.get(text) ?? add(text),
    close: () => void insert.free(),
  };
}

/** The dictionary of one segment, for reading. */
export function readWords(database: Database): ReadonlyMap<number, string> {
  return new Map(
    select(database, 'SELECT number, text FROM word').map(([number, text]) => [
      toNumber(number),
      toText(text),
    ]),
  );
}
