/** A YAML value as dwctl's parser has it: whole numbers are told from others. */
export type ExactValue =
  string | boolean | null | number | bigint | readonly ExactValue[] | { readonly [key: string]: ExactValue };

/** A mapping. */
export type ExactMap = { readonly [key: string]: ExactValue };

export function isExactMap(value: ExactValue | undefined): value is ExactMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path; undefined when nothing does. */
export function exactAt(value: ExactValue, path: readonly string[]): ExactValue | undefined {
  let at: ExactValue | undefined = value;
  for (const key of path) at = isExactMap(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return at;
}
