import type { SpendLog } from '../../../../electron/sample/litellm/spend-log.ts';

/** A row as the tests make them. */
export interface MadeRow {
  readonly id: string;
  readonly startMs: number;
  /** From when on the gateway shows it, milliseconds since 1970 UTC; always when left out. */
  readonly shownMs?: number;
}

/** A log of made-up rows that can be changed while it is read. */
export interface MadeLog extends SpendLog {
  readonly ids: () => readonly string[];
  /** As its retention does: rows that began before then are gone. */
  readonly deleteBefore: (ms: number) => void;
}

/** A log of rows, sorted by their start, equal ones in the order given. */
export function madeLog(rows: readonly MadeRow[], now: () => number = Date.now): MadeLog {
  let sorted = rows.toSorted((a, b) => a.startMs - b.startMs);
  const someComeLate = rows.some(({ shownMs }) => shownMs !== undefined);
  const shown = (): readonly MadeRow[] => {
    if (!someComeLate) return sorted;
    const nowMs = now();
    return sorted.filter(({ shownMs = 0 }) => shownMs <= nowMs);
  };
  const at = (index: number): MadeRow => {
    const row = shown()[index];
    if (row === undefined) throw new RangeError(`The log has no row ${String(index)}.`);
    return row;
  };
  return {
    get size() {
      return shown().length;
    },
    startMs: (index) => at(index).startMs,
    facts: () => {
      throw new Error('These rows can be listed only.');
    },
    row: (index) => JSON.stringify(rowOf(at(index))),
    ids: () => sorted.map(({ id }) => id),
    deleteBefore: (ms) => {
      sorted = sorted.filter(({ startMs }) => startMs >= ms);
    },
  };
}

/** The row as `/spend/logs/v2` gives it, as far as it matters. */
export function rowOf({ id, startMs }: MadeRow): Record<string, unknown> {
  return {
    request_id: id,
    call_type: 'acompletion',
    startTime: new Date(startMs).toISOString(),
    endTime: new Date(startMs + 5).toISOString(),
    status: 'success',
    model_group: 'gpt-4o',
    spend: 0.5,
    messages: [{ role: 'user', content: 'private' }],
  };
}

/** So many rows, one after another. */
export function everyMs(count: number, fromMs: number, stepMs: number): readonly MadeRow[] {
  return Array.from({ length: count }, (_, n) => ({ id: `r${String(n)}`, startMs: fromMs + n * stepMs }));
}
