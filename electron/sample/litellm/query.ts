import { invalid } from './answer.ts';

/** Reads a whole number of the query within its bounds; throws LiteLLM's 422 otherwise. */
export function wholeParameter(
  query: URLSearchParams,
  name: string,
  { standard, least = 1, most }: { standard: number; least?: number; most?: number },
): number {
  const text = query.get(name);
  if (text === null) return standard;
  const loc = ['query', name];
  if (!/^[+-]?\d+$/.test(text.trim())) {
    const msg = 'Input should be a valid integer, unable to parse string as an integer';
    throw invalid([{ type: 'int_parsing', loc, msg, input: text }]);
  }
  const value = Number(text);
  if (value < least) {
    const msg = `Input should be greater than or equal to ${least}`;
    throw invalid([{ type: 'greater_than_equal', loc, msg, input: text, ctx: { ge: least } }]);
  }
  if (most !== undefined && value > most) {
    const msg = `Input should be less than or equal to ${most}`;
    throw invalid([{ type: 'less_than_equal', loc, msg, input: text, ctx: { le: most } }]);
  }
  return value;
}

/** Reads a flag of the query: `true`, `1`, `yes`, `on`. */
export function flagParameter(query: URLSearchParams, name: string): boolean {
  return /^(true|1|yes|on|t|y)$/i.test(query.get(name) ?? '');
}

/** One page of a list, and how many pages there are. Pages count from 1; a page past the end is empty. */
export function pageOf<T>(
  items: readonly T[],
  page: number,
  size: number,
): { readonly items: readonly T[]; readonly pages: number } {
  return { items: items.slice((page - 1) * size, page * size), pages: Math.ceil(items.length / size) };
}
