import { kindOfNames } from './row-kinds.ts';
import type { RowKind } from './row-kinds.ts';

/** A table that one of the readers knows, by its first line. */
export interface CsvHeader {
  readonly layout: 'csv';
  readonly kind: RowKind;
  readonly columns: readonly string[];
  readonly delimiter: string;
}

const LONGEST_BYTES = 65_536;
/** Spreadsheets of countries with a decimal comma separate with semicolons. */
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * The header of a CSV table: the first line that is not empty. Null when no reader knows its columns, and with the names
 * that two columns have, of which one would be lost.
 */
export function readCsvHeader(sample: Uint8Array): CsvHeader | { readonly twice: readonly string[] } | null {
  const text = Buffer.from(sample.buffer, sample.byteOffset, Math.min(sample.length, LONGEST_BYTES)).toString(
    'utf8',
  );
  const line = text.trimStart().split(/\r?\n/, 1)[0] ?? '';
  for (const delimiter of DELIMITERS) {
    const columns = line.split(delimiter).map(nameOf);
    const kind = kindOfNames(columns);
    if (kind === null) continue;
    const twice = columns.filter((name, index) => columns.indexOf(name) < index);
    return twice.length > 0 ? { twice: [...new Set(twice)] } : { layout: 'csv', kind, columns, delimiter };
  }
  return null;
}

function nameOf(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replaceAll('""', '"');
}
