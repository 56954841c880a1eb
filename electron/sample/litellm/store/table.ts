import { timeOf, type Value } from '../python.ts';
import { textOf, type Row } from './row.ts';

/** Which rows are found under which texts. `columns` are those that the texts are made from. */
export interface IndexSpec {
  readonly columns: readonly string[];
  readonly keysOf: (row: Row) => readonly string[];
}

/**
 * Rows by id, in the order in which they were made. A page, a row and the rows under an indexed text are
 * found without looking at the others, whatever the size. Rows change through `update` only.
 */
export interface Table {
  readonly size: () => number;
  readonly get: (id: string) => Row | undefined;
  /** Takes the place of a row of the same id. */
  readonly add: (row: Row) => void;
  readonly remove: (id: string) => Row | undefined;
  /** Changes columns of the row of an id; returns it as it is then. Undefined when there is none. */
  readonly update: (id: string, patch: Row) => Row | undefined;
  /** Oldest first. */
  readonly all: () => readonly Row[];
  /** A page, newest first, counted from 1. */
  readonly newest: (page: number, size: number) => readonly Row[];
  /** The rows under a text, oldest first. */
  readonly by: (index: string, key: string) => readonly Row[];
  /** How many rows are under a text. */
  readonly count: (index: string, key: string) => number;
}

/** Makes an empty table whose ids stand in one column. */
export function createTable(idColumn: string, specs: Readonly<Record<string, IndexSpec>> = {}): Table {
  const rows = new Map<string, Row>();
  const indexes = new Map<string, Map<string, string[]>>();
  let ordered: string[] | null = [];
  let newestMs = Number.NEGATIVE_INFINITY;

  function order(): readonly string[] {
    ordered ??= [...rows]
      .map(([id, row]) => ({ id, ms: timeOf(row['created_at']) ?? 0 }))
      .sort((a, b) => a.ms - b.ms)
      .map(({ id }) => id);
    return ordered;
  }

  function index(name: string): Map<string, string[]> {
    const known = indexes.get(name);
    if (known !== undefined) return known;
    const built = new Map<string, string[]>();
    for (const id of order()) enter(built, name, id);
    indexes.set(name, built);
    return built;
  }

  function enter(built: Map<string, string[]>, name: string, id: string): void {
    const row = rows.get(id);
    for (const key of row === undefined ? [] : (specs[name]?.keysOf(row) ?? [])) {
      const ids = built.get(key);
      if (ids === undefined) built.set(key, [id]);
      else ids.push(id);
    }
  }

  const found = (ids: readonly string[]): readonly Row[] =>
    ids.map((id) => rows.get(id)).filter((row) => row !== undefined);

  return {
    size: () => rows.size,
    get: (id) => rows.get(id),
    add: (row) => {
      const id = textOf(row[idColumn]);
      const again = rows.has(id);
      rows.set(id, row);
      const ms = timeOf(row['created_at']) ?? 0;
      if (again || ordered === null || ms < newestMs) {
        ordered = null;
        indexes.clear();
        newestMs = Math.max(newestMs, ms);
        return;
      }
      newestMs = ms;
      ordered.push(id);
      for (const [name, built] of indexes) enter(built, name, id);
    },
    remove: (id) => {
      const row = rows.get(id);
      if (row === undefined) return undefined;
      rows.delete(id);
      ordered = null;
      indexes.clear();
      return row;
    },
    update: (id, patch) => {
      const row = rows.get(id);
      if (row === undefined) return undefined;
      const changed: { [column: string]: Value } = { ...row, ...patch };
      rows.set(id, changed);
      for (const name of indexes.keys()) {
        if (specs[name]?.columns.some((column) => Object.hasOwn(patch, column)) === true)
          indexes.delete(name);
      }
      return changed;
    },
    all: () => found(order()),
    newest: (page, size) => {
      const ids = order();
      const end = ids.length - (page - 1) * size;
      return end <= 0 ? [] : found(ids.slice(Math.max(0, end - size), end)).toReversed();
    },
    by: (name, key) => found(index(name).get(key) ?? []),
    count: (name, key) => index(name).get(key)?.length ?? 0,
  };
}

/** An index on one text column. */
export function onColumn(column: string): IndexSpec {
  return { columns: [column], keysOf: (row) => [textOf(row[column])] };
}
