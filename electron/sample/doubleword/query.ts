import { refuse, text } from './answer.ts';

/** Skip and limit as dwctl 10.13.1 understands and echoes them. */
export interface Paging {
  readonly skip: number;
  readonly limit: number;
}

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 101;

/** A query value given once; a second one is a 400 in dwctl 10.13.1. Null when absent. */
export function single(query: URLSearchParams, name: string): string | null {
  const values = query.getAll(name);
  if (values.length > 1) badQuery(`duplicate field \`${name}\``);
  return values[0] ?? null;
}

/** `skip` from 0 and `limit` clamped to 1..101, default 10. */
export function paging(query: URLSearchParams): Paging {
  const limit = integer(single(query, 'limit')) ?? DEFAULT_LIMIT;
  return {
    skip: Math.max(0, integer(single(query, 'skip')) ?? 0),
    limit: Math.min(MAX_LIMIT, Math.max(1, limit)),
  };
}

/** A whole number, null when absent, 400 otherwise. */
export function integer(value: string | null): number | null {
  if (value === null) return null;
  if (!/^[+-]?\d+$/.test(value)) badQuery(value === '' ? EMPTY_NUMBER : 'invalid digit found in string');
  return Number(value);
}

const EMPTY_NUMBER = 'cannot parse integer from empty string';

/** `true` or `false`, false when absent, 400 otherwise. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = single(query, name);
  if (value !== null && value !== 'true' && value !== 'false')
    badQuery(`${name}: provided string was not \`true\` or \`false\``);
  return value === 'true';
}

/** The comma-separated names of `include`. */
export function includes(query: URLSearchParams): ReadonlySet<string> {
  return new Set((single(query, 'include') ?? '').split(',').map((name) => name.trim()));
}

/**
 * An instant in comparable spelling (six decimals); null when absent. dwctl 10.13.1 takes full RFC 3339
 * with `Z` and refuses everything else with a 400.
 */
export function instant(query: URLSearchParams, name: string): string | null {
  const value = single(query, name);
  if (value === null) return null;
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/.exec(value);
  if (match === null) {
    const cut = /^[\d:T.-]*$/.test(value);
    badQuery(`${name}: ${cut ? 'premature end of input' : 'input contains invalid characters'}`);
  }
  return `${match[1] ?? ''}.${(match[2] ?? '').padEnd(6, '0').slice(0, 6)}Z`;
}

/** ILIKE of Postgres: no regard to case, `%` is any text and `_` any character. Empty search matches all. */
export function matches(search: string | null, ...candidates: readonly (string | null)[]): boolean {
  if (search === null) return true;
  const pattern = Array.from(search)
    .map((c) => (c === '%' ? '.*' : c === '_' ? '.' : c.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('');
  const expression = new RegExp(pattern, 'is');
  return candidates.some((candidate) => candidate !== null && expression.test(candidate));
}

/** A page of a list in the shape `{data,total_count,skip,limit}`. */
export function page<T>(items: readonly T[], { skip, limit }: Paging, body: (item: T) => unknown): object {
  return {
    data: items.slice(skip, skip + limit).map((item) => body(item)),
    total_count: items.length,
    skip,
    limit,
  };
}

/** Refuses the query as dwctl 10.13.1 does. */
export function badQuery(why: string): never {
  return refuse(text(400, `Failed to deserialize query string: ${why}`));
}
