import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';

/** Text of a row that must be there. Rejects with `answer_unreadable`, naming the field. */
export function requireText(row: JsonObject, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw unreadable(`${name} is not text`);
  return value;
}

/** Text, or empty where it is absent, null or something else. */
export function textOr(value: JsonValue | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** The list of texts in a field; null when it is no such list. */
export function textList(value: JsonValue | undefined): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const texts = value.filter((item): item is string => typeof item === 'string');
  return texts.length === value.length ? texts : null;
}

/** The fields of a row that nobody reads by name: unknown ones survive because only known ones leave. */
export function without(row: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

/** Only these fields of a row, where they are there. */
export function only(row: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));
}

/** Sorted as texts, so that equal sets are equal lists. */
export function sorted(texts: Iterable<string>): readonly string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

const NOT_THAT = 'The answer is not what the route gives: ';

/** What is wrong with a row whose reader rejected it as unreadable; null for any other error, also one of a whole answer. */
export function whyUnreadable(error: unknown): string | null {
  if (!(error instanceof ProblemError) || error.problem.where !== undefined) return null;
  const { code, message } = error.problem;
  return code === 'answer_unreadable' ? message.replace(NOT_THAT, '').replace(/\.$/, '') : null;
}

/** What every reader rejects with when a body is not what the route answers. */
export function unreadable(why: string): ProblemError {
  return new ProblemError({
    code: 'answer_unreadable',
    message: `${NOT_THAT}${why}.`,
    next: 'Check that the address is the control layer itself and not something in front of it.',
  });
}
