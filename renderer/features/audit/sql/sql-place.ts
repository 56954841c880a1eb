import type { Problem } from '../../../../shared/result.ts';

/** Where in a statement a problem lies: offset (UTF-16 units) of what it names; null when it has no place in it. */
export function sqlPlace(
  sql: string,
  problem: Problem,
): { readonly from: number; readonly to: number } | null {
  const match = /^line (\d+), column (\d+)$/.exec(problem.where ?? '');
  if (match === null) return null;
  const lines = sql.split('\n');
  const line = Number(match[1]) - 1;
  const text = lines[line];
  const column = Number(match[2]) - 1;
  if (text === undefined || column > text.length) return null;
  const from = lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + column;
  const word = /^(?:[\w$]+|\S)/.exec(text.slice(column))?.[0] ?? '';
  return { from, to: from + word.length };
}
