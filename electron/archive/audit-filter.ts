import { dayInterval } from '../../shared/audit/months.ts';
import type { ValidArgs } from '../../shared/contract/contract.ts';
import type { SegmentReader } from './segment-readers.ts';
import type { SqlValue } from './sqlite.ts';
import { storable } from './words.ts';

/** What a page of the audit table is asked for. */
export type AuditQuery = ValidArgs<'audit.page'>;

/** A condition on the rows of one segment. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const TEXT_COLUMNS = ['team', 'team_alias', 'key_alias', 'user', 'model'] as const;

/**
 * A filter as a condition on one segment. Text is looked for in the dictionary first, here and not in SQL:
 * SQLite folds the case of ASCII letters only.
 */
export function toCondition(filter: AuditQuery['filter'], { words }: SegmentReader): Condition {
  const parts: string[] = [];
  const parameters: SqlValue[] = [];
  const exact = { team: filter.teamId, model: filter.model, user: filter.user, key: filter.key };
  const wanted = Object.entries(exact).filter(([, text]) => text !== undefined);
  if (wanted.length > 0) {
    const numbers = numbersOf(words, new Set(wanted.map(([, text]) => storable(text ?? ''))));
    for (const [column, text] of wanted) {
      parts.push(`${column} = ?`);
      parameters.push(numbers.get(storable(text ?? '')) ?? -1);
    }
  }
  if (filter.outcome !== undefined) parts.push(`ok = ${filter.outcome === 'ok' ? 1 : 0}`);
  if (filter.day !== undefined) {
    const { fromMs, untilMs } = dayInterval(filter.day);
    parts.push('start_ms >= ? AND start_ms < ?');
    parameters.push(fromMs, untilMs);
  }
  if (filter.text !== undefined && filter.text !== '') {
    const needle = fold(filter.text);
    const found = [...words].filter(([, text]) => fold(text).includes(needle)).map(([number]) => number);
    const anyWord = `(${found.join(', ')})`;
    parts.push(
      `(instr(lower(id), ?) ${TEXT_COLUMNS.map((column) => `OR ${column} IN ${anyWord}`).join(' ')})`,
    );
    parameters.push(needle);
  }
  return { sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '), parameters };
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function numbersOf(
  words: ReadonlyMap<number, string>,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const [number, text] of words) if (wanted.has(text)) numbers.set(text, number);
  return numbers;
}
