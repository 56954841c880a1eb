/**
 * The two languages of the query engine: the GraphQL that Prisma's client for Python speaks, and the JSON that the
 * WebAssembly build of the engine understands (both 5.17.0). Pure.
 */

/** Field name -> type name, model by model. @typedef {ReadonlyMap<string, ReadonlyMap<string, string>>} Schema */

/** What stands around a value: the model whose fields the keys may be, and whether it goes into a Json column.
 * @typedef {{ model: string | null, json: boolean }} Place */

/** A request in the engine's JSON, and the name under which the caller wants the answer.
 * @typedef {{ request: string, answerName: string }} Translated */

/** Filters on a Json column whose value is text or a path, not JSON. */
const PLAIN_FILTERS = new Set(['path', 'mode', 'string_contains', 'string_starts_with', 'string_ends_with']);

/** Longest first, as a name begins with its action: `findManyLiteLLM_TeamTable`. */
const ACTIONS = [
  'createManyAndReturn',
  'findUniqueOrThrow',
  'findFirstOrThrow',
  'createMany',
  'deleteMany',
  'updateMany',
  'findUnique',
  'aggregate',
  'createOne',
  'deleteOne',
  'findFirst',
  'updateOne',
  'upsertOne',
  'findMany',
  'groupBy',
];

const TOKEN =
  /[\s,]*(?:(?<text>"[^"\\]*(?:\\.[^"\\]*)*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<mark>[{}()[\]:]))/y;

/** @typedef {{ kind: 'text' | 'number' | 'name' | 'mark' | 'end', text: string }} Token */

/**
 * Reads which fields the models of a Prisma schema have.
 *
 * @param {string} text of a schema.prisma
 * @returns {Schema}
 */
export function readSchema(text) {
  const models = [...text.matchAll(/^model\s+(\w+)\s*\{(.*?)^\}/gms)];
  return new Map(
    models.map(([, name = '', body = '']) => [
      name,
      new Map([...body.matchAll(/^\s+(\w+)\s+(\w+)/gm)].map(([, field = '', type = '']) => [field, type])),
    ]),
  );
}

/**
 * Translates one GraphQL operation. Numbers keep their digits.
 *
 * @param {string} graphql
 * @param {Schema} schema
 * @returns {Translated}
 */
export function translate(graphql, schema) {
  const tokens = tokensOf(graphql);
  let at = 0;
  const peek = () => tokens[at] ?? { kind: 'end', text: '' };
  /** @param {string} mark */
  const is = (mark) => peek().kind === 'mark' && peek().text === mark;
  const take = () => {
    const token = peek();
    at += 1;
    return token;
  };
  /** @param {string} mark */
  const expect = (mark) => {
    const { text } = take();
    if (text !== mark) throw new Error(`expected ${mark} instead of ${text === '' ? 'the end' : text}`);
  };

  /**
   * @param {string} open
   * @param {string} close
   * @param {() => string} item
   */
  const sequence = (open, close, item) => {
    const items = [];
    expect(open);
    while (!is(close)) items.push(item());
    expect(close);
    return items.join(',');
  };

  /**
   * @param {Place} place
   * @returns {string}
   */
  const value = (place) => {
    if (is('{')) return `{${sequence('{', '}', () => pair(place))}}`;
    if (is('[')) return `[${sequence('[', ']', () => value(place))}]`;
    const { kind, text } = take();
    if (kind === 'mark' || kind === 'end') throw new Error(`expected a value instead of ${text}`);
    if (text === 'null') return text;
    const bare = kind === 'name' && text !== 'true' && text !== 'false';
    if (!place.json || bare) return bare ? JSON.stringify(text) : text;
    return `{"$type":"Json","value":${kind === 'text' ? text : JSON.stringify(text)}}`;
  };

  /**
   * @param {Place} place
   * @returns {string}
   */
  const pair = (place) => {
    const name = take().text;
    expect(':');
    return `${JSON.stringify(name)}:${value(within(place, name, schema))}`;
  };

  /**
   * The arguments of a field: their names are the engine's own, never fields of the model.
   *
   * @param {string | null} model
   */
  const argumentsOf = (model) => {
    if (!is('(')) return '';
    return sequence('(', ')', () => {
      const name = take().text;
      expect(':');
      return `${JSON.stringify(name)}:${value({ model, json: false })}`;
    });
  };

  /**
   * @param {string | null} model
   * @returns {string}
   */
  const selected = (model) => {
    const name = take().text;
    const type = schema.get(model ?? '')?.get(name) ?? '';
    const inner = schema.has(type) ? type : model;
    if (!is('(') && !is('{')) return `${JSON.stringify(name)}:true`;
    return `${JSON.stringify(name)}:${selection(inner)}`;
  };

  /**
   * @param {string | null} model
   * @returns {string}
   */
  const selection = (model) => {
    const given = argumentsOf(model);
    const fields = is('{') ? sequence('{', '}', () => selected(model)) : '';
    return `{"arguments":{${given}},"selection":{${fields}}}`;
  };

  if (peek().kind === 'name') take(); // query or mutation
  if (peek().kind === 'name') take(); // a name for it
  expect('{');
  const first = take().text;
  const renamed = is(':');
  if (renamed) take();
  const operation = renamed ? take().text : first;
  const raw = operation === 'queryRaw' || operation === 'executeRaw';
  const action = raw ? operation : ACTIONS.find((name) => operation.startsWith(name));
  if (action === undefined) throw new Error(`unknown operation ${operation}`);
  const model = modelOf(operation, action);
  const query = selection(model === null ? null : model.name);
  const target = model === null ? '' : `"modelName":${JSON.stringify(model.name)},`;
  return { answerName: first, request: `{${target}"action":"${model?.action ?? action}","query":${query}}` };
}

/**
 * An answer of the engine's JSON as GraphQL would spell it: values tagged with their type become plain ones.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
export function untag(value) {
  if (Array.isArray(value)) return value.map(untag);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  if (fields.length === 2 && '$type' in value && 'value' in value) return value.value;
  return Object.fromEntries(fields.map(([name, item]) => [name, untag(item)]));
}

/**
 * @param {Place} place
 * @param {string} name of a key in an object there
 * @param {Schema} schema
 * @returns {Place}
 */
function within(place, name, schema) {
  if (place.json) return { ...place, json: !PLAIN_FILTERS.has(name) };
  const type = schema.get(place.model ?? '')?.get(name);
  if (type === 'Json') return { ...place, json: true };
  return type !== undefined && schema.has(type) ? { model: type, json: false } : place;
}

/**
 * `findUniqueTeamOrThrow` says its action around the model's name.
 *
 * @param {string} operation
 * @param {string} action
 */
function modelOf(operation, action) {
  if (operation === action) return null;
  const rest = operation.slice(action.length);
  const throws = /^find(Unique|First)$/.test(action) && rest.endsWith('OrThrow');
  return throws
    ? { name: rest.slice(0, -'OrThrow'.length), action: `${action}OrThrow` }
    : { name: rest, action };
}

/**
 * @param {string} text
 * @returns {readonly Token[]}
 */
function tokensOf(text) {
  /** @type {Token[]} */
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) {
      if (/^[\s,]*$/.test(text.slice(from))) return tokens;
      throw new Error(`not understood: ${text.slice(from, from + 40).trim()}`);
    }
    for (const kind of /** @type {const} */ (['text', 'number', 'name', 'mark'])) {
      const found = groups[kind];
      if (found !== undefined) tokens.push({ kind, text: found });
    }
  }
  return tokens;
}
