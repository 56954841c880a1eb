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

/** Ids under each text of an index. `moved`: texts whose ids are no longer in the order of their making. */
interface Index {
  readonly ids: Map<string, string[]>;
  readonly moved: Set<string>;
}

/** Makes an empty table whose ids stand in one column. */
export function createTable(idColumn: string, specs: Readonly<Record<string, IndexSpec>> = {}): Table {
  const rows = new Map<string, Row>();
  const indexes = new Map<string, Index>();
  let ordered: string[] = [];
  let state: 'in order' | 'with gaps' | 'out of order' = 'in order';
  let newestMs = Number.NEGATIVE_INFINITY;

  const madeMs = (id: string): number => timeOf(rows.get(id)?.['created_at']) ?? 0;
  const byMaking = (a: string, b: string): number => madeMs(a) - madeMs(b);
  const keysOf = (name: string, row: Row): readonly string[] => specs[name]?.keysOf(row) ?? [];
  const found = (ids: readonly string[]): readonly Row[] =>
    ids.map((id) => rows.get(id)).filter((row) => row !== undefined);

  function order(): readonly string[] {
    if (state === 'with gaps') ordered = ordered.filter((id) => rows.has(id));
    if (state === 'out of order') ordered = [...rows.keys()].sort(byMaking);
    state = 'in order';
    return ordered;
  }

  function index(name: string): Index {
    const known = indexes.get(name);
    if (known !== undefined) return known;
    const built: Index = { ids: new Map(), moved: new Set() };
    indexes.set(name, built);
    for (const id of order()) enter(built, name, id, false);
    return built;
  }

  function enter(built: Index, name: string, id: string, moved: boolean): void {
    const row = rows.get(id);
    for (const key of row === undefined ? [] : keysOf(name, row)) {
      const ids = built.ids.get(key);
      if (ids === undefined) built.ids.set(key, [id]);
      else ids.push(id);
      if (moved) built.moved.add(key);
    }
  }

  function leave(built: Index, name: string, id: string): void {
    const row = rows.get(id);
    for (const key of row === undefined ? [] : keysOf(name, row)) {
      const ids = built.ids.get(key) ?? [];
      const at = ids.lastIndexOf(id);
      if (at >= 0) ids.splice(at, 1);
    }
  }

  function add(row: Row): void {
    const id = textOf(row[idColumn]);
    const ms = timeOf(row['created_at']) ?? 0;
    remove(id);
    if (state === 'with gaps') order();
    rows.set(id, row);
    const late = ms < newestMs;
    newestMs = Math.max(newestMs, ms);
    if (late) state = 'out of order';
    else if (state === 'in order') ordered.push(id);
    for (const [name, built] of indexes) enter(built, name, id, late);
  }

  function remove(id: string): Row | undefined {
    const row = rows.get(id);
    if (row === undefined) return undefined;
    for (const [name, built] of indexes) leave(built, name, id);
    rows.delete(id);
    if (state === 'in order') state = 'with gaps';
    return row;
  }

  function update(id: string, patch: Row): Row | undefined {
    const row = rows.get(id);
    if (row === undefined) return undefined;
    const touched = [...indexes].filter(
      ([name]) => specs[name]?.columns.some((column) => Object.hasOwn(patch, column)) === true,
    );
    for (const [name, built] of touched) leave(built, name, id);
    const changed: { [column: string]: Value } = { ...row, ...patch };
    rows.set(id, changed);
    for (const [name, built] of touched) enter(built, name, id, true);
    return changed;
  }

  function by(name: string, key: string): readonly Row[] {
    const { ids, moved } = index(name);
    if (moved.delete(key)) ids.get(key)?.sort(byMaking);
    return found(ids.get(key) ?? []);
  }

  return {
    size: () => rows.size,
    get: (id) => rows.get(id),
    add,
    remove,
    update,
    all: () => found(order()),
    newest: (page, size) => {
      const ids = order();
      const end = ids.length - (page - 1) * size;
      return end <= 0 ? [] : found(ids.slice(Math.max(0, end - size), end)).toReversed();
    },
    by,
    count: (name, key) => index(name).ids.get(key)?.length ?? 0,
  };
}

/** An index on one text column. */
export function onColumn(column: string): IndexSpec {
  return { columns: [column], keysOf: (row) => [textOf(row[column])] };
}
