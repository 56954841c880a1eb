import { floatOf, isList, isObject, type Value } from '../../../../../electron/sample/litellm/python.ts';

/** Where two answers may differ, and how. Paths are like `$.keys[*].spend`; `**` ends one for all below. */
export interface Leniency {
  /** Only the kind of value is compared there. */
  readonly kind?: readonly string[];
  /** Nothing is compared there. */
  readonly skip?: readonly string[];
  /** The order of these lists is not compared. */
  readonly anyOrder?: readonly string[];
  /** Every member of these lists must look like one that was recorded; how many there are is not compared. */
  readonly anyLength?: readonly string[];
}

/** Recorded ids -> the ids that stand for them in this run. */
export type Names = Map<string, string>;

/**
 * What holds for every recording. How long a call took is its own. Texts for people are the simulator's own, and so are the lists of
 * parameters that a provider takes; a database without an ORDER BY answers in any order.
 */
const EVERYWHERE: Leniency = {
  kind: [
    '$**.field_description',
    '$.field_schema**.description',
    '$.routing_strategy_descriptions.*',
    '$**.supported_openai_params',
    '$**.request_duration_ms',
    '$**.total_response_time_ms',
  ],
  anyOrder: ['$**.access_via_team_ids'],
};

interface Comparison {
  readonly leniency: readonly Leniency[];
  /** Lists that were cut when they were recorded, with the length they really had. */
  readonly shortened: ReadonlyMap<string, number>;
  readonly names: Names;
  /** Ids that are the same in every run, such as the hashes of the lab's keys. */
  readonly fixed: ReadonlySet<string>;
}

/**
 * Says where a simulated answer differs from a recorded one. Ids, hashes of made-up keys and times must be of
 * the same form; every other value must be the same. Ids that differ are noted in `names`.
 */
export function differences(
  recorded: Value,
  simulated: Value,
  leniency: Leniency,
  shortened: ReadonlyMap<string, number>,
  names: Names,
  fixed: ReadonlySet<string>,
): readonly string[] {
  return compare(recorded, simulated, '$', { leniency: [EVERYWHERE, leniency], shortened, names, fixed });
}

function compare(recorded: Value, simulated: Value, path: string, how: Comparison): readonly string[] {
  if (listed(how, 'skip', path)) return [];
  if (listed(how, 'kind', path)) {
    const kinds = [kindOf(recorded), kindOf(simulated)];
    return kinds[0] === kinds[1] ? [] : [`${path} is of kind ${kinds[1]}, recorded ${kinds[0]}`];
  }
  if (isObject(recorded) && isObject(simulated)) return compareObjects(recorded, simulated, path, how);
  if (isList(recorded) && isList(simulated)) return compareLists(recorded, simulated, path, how);
  return sameLeaf(recorded, simulated, how)
    ? []
    : [`${path} is ${shown(simulated)}, recorded ${shown(recorded)}`];
}

function listed(how: Comparison, what: keyof Leniency, path: string): boolean {
  return how.leniency.some((leniency) => leniency[what]?.some((pattern) => patternOf(pattern).test(path)));
}

const PATTERNS = new Map<string, RegExp>();

function patternOf(pattern: string): RegExp {
  const known = PATTERNS.get(pattern);
  if (known !== undefined) return known;
  const text = pattern
    .replaceAll(/[$.[\]]/g, '\\$&')
    .replaceAll('**', '\u0000')
    .replaceAll('\\[*\\]', '\\[\\d+\\]')
    .replaceAll('*', '[^.\\[]+')
    .replaceAll('\u0000', '.*');
  const made = new RegExp(`^${text}$`);
  PATTERNS.set(pattern, made);
  return made;
}

function compareObjects(
  recorded: { readonly [key: string]: Value },
  simulated: { readonly [key: string]: Value },
  path: string,
  how: Comparison,
): readonly string[] {
  const wanted = Object.keys(recorded).map((key): [string, string] => [key, how.names.get(key) ?? key]);
  const known = new Set(wanted.map(([, key]) => key));
  const cut = how.shortened.get(path);
  const extra = cut === undefined ? Object.keys(simulated).filter((key) => !known.has(key)) : [];
  const silent = (key: string): boolean => listed(how, 'skip', `${path}.${key}`);
  return [
    ...wanted
      .filter(([name, key]) => !Object.hasOwn(simulated, key) && !silent(name))
      .map(([name]) => `${path}.${name} is missing`),
    ...extra.filter((key) => !silent(key)).map((key) => `${path}.${key} was not recorded`),
    ...wanted
      .filter(([, key]) => Object.hasOwn(simulated, key))
      .flatMap(([name, key]) =>
        compare(recorded[name] ?? null, simulated[key] ?? null, `${path}.${name}`, how),
      ),
  ];
}

function compareLists(
  recorded: readonly Value[],
  simulated: readonly Value[],
  path: string,
  how: Comparison,
): readonly string[] {
  if (listed(how, 'anyLength', path)) return looksLikeSome(recorded, simulated, path);
  const length = how.shortened.get(path) ?? recorded.length;
  const anyOrder = listed(how, 'anyOrder', path);
  const problems =
    simulated.length === length ? [] : [`${path} has ${simulated.length} members, recorded ${length}`];
  if (!anyOrder) {
    return [
      ...problems,
      ...recorded
        .slice(0, simulated.length)
        .flatMap((item, i) => compare(item, simulated[i] ?? null, `${path}[${i}]`, how)),
    ];
  }
  const left = [...simulated];
  for (const [i, item] of recorded.entries()) {
    const attempts = left.map((candidate) => compare(item, candidate, `${path}[${i}]`, how));
    const best = attempts.reduce(
      (least, found, at) => (found.length < (attempts[least]?.length ?? 0) ? at : least),
      0,
    );
    problems.push(...(attempts[best] ?? [`${path}[${i}] is missing`]));
    left.splice(best, 1);
  }
  return problems;
}

function looksLikeSome(
  recorded: readonly Value[],
  simulated: readonly Value[],
  path: string,
): readonly string[] {
  return simulated.flatMap((item, i) => {
    const attempts = recorded.map((model) => compareShape(model, item, `${path}[${i}]`));
    return attempts.toSorted((a, b) => a.length - b.length)[0] ?? [];
  });
}

/** Where the keys of an object are ids or names of things, any will do. */
const OPEN = /\.(models|model_groups|providers|endpoints|api_keys|entities|api_key_breakdown|users)$/;

/** Keys and kinds of values alone. */
function compareShape(recorded: Value, simulated: Value, path: string): readonly string[] {
  if (isObject(recorded) && isObject(simulated) && OPEN.test(path)) {
    return looksLikeSome(Object.values(recorded), Object.values(simulated), path);
  }
  if (isObject(recorded) && isObject(simulated)) {
    const both = Object.keys(recorded).filter((key) => Object.hasOwn(simulated, key));
    return [
      ...Object.keys(recorded)
        .filter((key) => !Object.hasOwn(simulated, key))
        .map((key) => `${path}.${key} is missing`),
      ...Object.keys(simulated)
        .filter((key) => !Object.hasOwn(recorded, key))
        .map((key) => `${path}.${key} was not recorded`),
      ...both.flatMap((key) => compareShape(recorded[key] ?? null, simulated[key] ?? null, `${path}.${key}`)),
    ];
  }
  if (isList(recorded) && isList(simulated)) {
    return recorded.length === 0 ? [] : looksLikeSome(recorded, simulated, path);
  }
  const kinds = [kindOf(recorded), kindOf(simulated)];
  const same = kinds[0] === kinds[1] || recorded === null || simulated === null;
  return same ? [] : [`${path} is of kind ${kinds[1]}, recorded ${kinds[0]}`];
}

function sameLeaf(recorded: Value, simulated: Value, how: Comparison): boolean {
  if (typeof recorded === 'string' && typeof simulated === 'string') {
    return sameText(recorded, simulated, how);
  }
  const [a, b] = [floatOf(recorded), floatOf(simulated)];
  if (a !== null && b !== null)
    return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  return recorded === simulated;
}

function sameText(recorded: string, simulated: string, { names, fixed }: Comparison): boolean {
  if (recorded === simulated) return true;
  if (fixed.has(recorded) || fixed.has(simulated)) return false;
  if (names.has(recorded)) return names.get(recorded) === simulated;
  if (masked(recorded) !== masked(simulated)) return false;
  const [was, is] = [recorded.match(IDS) ?? [], simulated.match(IDS) ?? []];
  for (const [i, id] of was.entries()) names.set(id, is[i] ?? id);
  return true;
}

const IDS =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{64}\b|\b[0-9a-f]{32}\b|sk-[\w-]{22}\b/g;
const TIMES = /\d{4}-\d\d-\d\d([T ])\d\d:\d\d(?::\d\d(?:\.\d+)?)?/g;

/** Ids, times, shown ends of keys and encrypted texts give way to what they are. */
function masked(text: string): string {
  if (/^[\w-]{40,}={0,2}$/.test(text) && !/^[0-9a-f]{64}$/.test(text)) return '<encrypted>';
  return text
    .replaceAll(IDS, (id) =>
      id.startsWith('sk-') ? '<key>' : id.length === 36 ? '<uuid>' : `<hash ${id.length}>`,
    )
    .replaceAll(TIMES, (time, middle: string) => (time.endsWith('00:00:00') ? time : `<time${middle}>`))
    .replaceAll(/sk-\.\.\.[\w-]{4}/g, '<key end>')
    .replaceAll(/\b\d+\.\d+\b/g, (number) => Number(number).toPrecision(9));
}

function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'list';
  return floatOf(value) === null ? typeof value : 'number';
}

function shown(value: Value): string {
  const number = floatOf(value);
  return number === null
    ? (
        JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ??
        'nothing'
      ).slice(0, 200)
    : `${number} (float)`;
}
