import { toCsv } from '../csv.ts';
import { BROWSE_COLUMNS, type BrowseColumn, type Cell } from './browse-columns.ts';
import { fold, type IndexedResource, type ResourceIndex } from './resource-index.ts';
import { RESOURCE_KINDS, type Owner, type Resource, type ResourceKind } from './snapshot.ts';

/** What is looked for among everything a node held. */
export interface BrowseQuery {
  readonly kind: ResourceKind;
  /** Words that must all be found in the name, id, models, members, team or user, without regard to case. */
  readonly text?: string | undefined;
  /** Id of a team: what belongs to it. */
  readonly team?: string | undefined;
  readonly owner?: Owner | undefined;
  /** Id of a column of the kind; the name when left out. */
  readonly sort?: string | undefined;
  readonly descending?: boolean | undefined;
}

/** One row of the browser: the cells of its kind's columns, by column. */
export interface BrowseRow {
  readonly id: string;
  readonly name: string;
  readonly owner: Owner;
  readonly cells: Readonly<Record<string, Cell>>;
}

/** What a query found. */
export interface BrowseResult {
  /** All that match, in order. */
  readonly found: readonly Resource[];
  /** How many of each kind match the same words, team and owner. */
  readonly counts: Readonly<Partial<Record<ResourceKind, number>>>;
}

const TEXT_ORDER = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Looks through everything a node held. Pure; the order of equal rows is that of their ids. */
export function browse(index: ResourceIndex, query: BrowseQuery): BrowseResult {
  const matches = matcherOf(query);
  const counts: Partial<Record<ResourceKind, number>> = {};
  let found: readonly Resource[] = [];
  for (const kind of RESOURCE_KINDS) {
    const list = index.byKind.get(kind) ?? [];
    if (list.length === 0) continue;
    const some = list.filter(matches);
    counts[kind] = some.length;
    if (kind === query.kind) found = some.map(({ resource }) => resource);
  }
  return { found: sortResources(found, index, query), counts };
}

/** The cells of a resource. */
export function rowOf(resource: Resource, index: ResourceIndex): BrowseRow {
  const { kind, id, name, owner } = resource;
  const cells = BROWSE_COLUMNS[kind].map((column) => [column.id, column.value(resource, index)] as const);
  return { id, name, owner, cells: Object.fromEntries(cells) };
}

/** All that match as CSV: the columns of the table, the id, and who owns it. */
export function browseCsv(found: readonly Resource[], index: ResourceIndex, kind: ResourceKind): string {
  const columns = BROWSE_COLUMNS[kind];
  return toCsv<Resource>(
    [
      ...columns.map(({ id, form, value }) => ({
        title: id,
        number: form === 'count' || form === 'usd' || form === 'price',
        value: (resource: Resource) => value(resource, index),
      })),
      { title: 'id', value: ({ id }) => id },
      ...(columns.some(({ id }) => id === 'owner')
        ? []
        : [{ title: 'owner', value: ({ owner }: Resource) => owner }]),
    ],
    found,
  );
}

function matcherOf({ text = '', team, owner }: BrowseQuery): (one: IndexedResource) => boolean {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return ({ resource, haystack, teams }) =>
    (owner === undefined || resource.owner === owner) &&
    (team === undefined || teams.includes(team)) &&
    words.every((word) => haystack.includes(word));
}

function sortResources(
  found: readonly Resource[],
  index: ResourceIndex,
  { kind, sort = 'name', descending = false }: BrowseQuery,
): readonly Resource[] {
  const column = BROWSE_COLUMNS[kind].find(({ id }) => id === sort) ?? BROWSE_COLUMNS[kind][0];
  if (column === undefined) return found;
  const sign = descending ? -1 : 1;
  return found
    .map((resource) => ({ resource, key: sortKey(column, column.value(resource, index)) }))
    .sort((a, b) => compareKeys(a.key, b.key, sign) || compareText(a.resource.id, b.resource.id))
    .map(({ resource }) => resource);
}

/** Amounts are ordered by size; what is not there has no key. */
function sortKey({ form }: BrowseColumn, cell: Cell): string | number | null {
  if (typeof cell !== 'string') return cell;
  return (form === 'usd' || form === 'price') && DECIMAL.test(cell) ? Number(cell) : cell;
}

/** What is not there comes last in either direction: it is not what was asked for. */
function compareKeys(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'string' && typeof b === 'string') return sign * TEXT_ORDER.compare(a, b);
  return sign * (a < b ? -1 : a > b ? 1 : 0);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
