import { floatOf, isList, isObject, type Value } from '../../../../electron/sample/litellm/python.ts';

/** How closely two answers are compared. */
export interface ShapeOptions {
  /** Whole numbers and floats count as one: rows that went through the database's own JSON. */
  readonly looseNumbers?: boolean;
  /** Null matches anything. Inside lists it always does: their members differ in what they have. */
  readonly looseNulls?: boolean;
  /** Names of objects whose keys people choose: only that they are objects is compared. */
  readonly openMaps?: readonly string[];
  /** Keys that an object has only where they were given. */
  readonly optionalKeys?: readonly string[];
}

/**
 * Says where a simulated answer differs in shape from a recorded one: keys, kinds of value, empty lists.
 * Every member of a simulated list must look like some member of the recorded one.
 */
export function shapeDifferences(
  recorded: Value,
  simulated: Value,
  options: ShapeOptions = {},
  path = '$',
): readonly string[] {
  if (options.looseNulls === true && (recorded === null || simulated === null)) return [];
  if (isObject(recorded) && isObject(simulated)) {
    if (options.openMaps?.some((name) => path.endsWith(`.${name}`)) === true) return [];
    const without = (other: object, object: object): readonly string[] =>
      Object.keys(object).filter(
        (key) => !Object.hasOwn(other, key) && options.optionalKeys?.includes(key) !== true,
      );
    const missing = without(simulated, recorded);
    const extra = without(recorded, simulated);
    const both = Object.keys(recorded).filter((key) => Object.hasOwn(simulated, key));
    return [
      ...missing.map((key) => `${path}.${key} is missing`),
      ...extra.map((key) => `${path}.${key} was not recorded`),
      ...both.flatMap((key) =>
        shapeDifferences(recorded[key] ?? null, simulated[key] ?? null, options, `${path}.${key}`),
      ),
    ];
  }
  if (isList(recorded) && isList(simulated)) return listDifferences(recorded, simulated, options, path);
  const kinds = [kindOf(recorded, options), kindOf(simulated, options)];
  return kinds[0] === kinds[1] ? [] : [`${path} is ${kinds[1]}, recorded ${kinds[0]}`];
}

function listDifferences(
  recorded: readonly Value[],
  simulated: readonly Value[],
  options: ShapeOptions,
  path: string,
): readonly string[] {
  if (options.looseNulls !== true && (recorded.length === 0) !== (simulated.length === 0)) {
    return [`${path} has ${simulated.length} members, recorded ${recorded.length}`];
  }
  if (recorded.length === 0) return [];
  return simulated.flatMap((item, index) => {
    const attempts = recorded.map((model) =>
      shapeDifferences(model, item, { ...options, looseNulls: true }, `${path}[${index}]`),
    );
    return attempts.toSorted((a, b) => a.length - b.length)[0] ?? [];
  });
}

function kindOf(value: Value, { looseNumbers }: ShapeOptions): string {
  if (value === null) return 'null';
  if (isList(value)) return 'list';
  if (floatOf(value) !== null) return looseNumbers === true ? 'number' : 'float';
  if (typeof value === 'number' || typeof value === 'bigint')
    return looseNumbers === true ? 'number' : 'whole';
  return typeof value;
}
