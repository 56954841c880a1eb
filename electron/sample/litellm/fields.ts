import { invalid, type InvalidField } from './answer.ts';
import { float, floatOf, isList, isObject, type Value } from './python.ts';

/** What a field of a request body may hold. Null is accepted everywhere. */
export type FieldType = 'text' | 'whole' | 'number' | 'float' | 'flag' | 'texts' | 'object' | 'list' | 'any';

type Reading =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly type: string; readonly msg: string };

const accept = (value: Value): Reading => ({ ok: true, value });
const refuse = (type: string, msg: string): Reading => ({ ok: false, type, msg: `Input should be ${msg}` });

/**
 * Reads the known fields of a body, coerced as LiteLLM 1.106.2 coerces them (numbers as text, true as 1).
 * Unknown fields are dropped silently, as there. Throws a 422 naming each field that is missing or wrong.
 * A whole number stays whole; a `number` comes back as a plain JavaScript number, a `float` marked as one.
 */
export function readFields(
  body: Value | undefined,
  types: Readonly<Record<string, FieldType>>,
  required: readonly string[] = [],
): ReadonlyMap<string, Value> {
  if (body === undefined) {
    throw invalid([{ type: 'missing', loc: ['body'], msg: 'Field required' }]);
  }
  if (!isObject(body)) {
    const msg = 'Input should be a valid dictionary or object to extract fields from';
    throw invalid([{ type: 'model_attributes_type', loc: ['body'], msg, input: body }]);
  }
  const wrong: InvalidField[] = [];
  const found = new Map<string, Value>();
  for (const [name, type] of Object.entries(types)) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value === undefined) {
      if (required.includes(name))
        wrong.push({ type: 'missing', loc: ['body', name], msg: 'Field required', input: body });
      continue;
    }
    const reading = value === null ? accept(null) : READERS[type](value);
    if (reading.ok) found.set(name, reading.value);
    else wrong.push({ type: reading.type, loc: ['body', name], msg: reading.msg, input: value });
  }
  if (wrong.length > 0) throw invalid(wrong);
  return found;
}

const READERS: Readonly<Record<FieldType, (value: Exclude<Value, null>) => Reading>> = {
  text: (value) => (typeof value === 'string' ? accept(value) : refuse('string_type', 'a valid string')),
  whole: readWhole,
  number: readNumber,
  float: (value) => {
    const reading = readNumber(value);
    return reading.ok ? accept(float(Number(reading.value))) : reading;
  },
  any: accept,
  flag: (value) => (typeof value === 'boolean' ? accept(value) : refuse('bool_parsing', 'a valid boolean')),
  texts: (value) => {
    if (!isList(value)) return refuse('list_type', 'a valid list');
    return value.every((item) => typeof item === 'string')
      ? accept(value)
      : refuse('string_type', 'a valid string');
  },
  object: (value) => (isObject(value) ? accept(value) : refuse('dict_type', 'a valid dictionary')),
  list: (value) => (isList(value) ? accept(value) : refuse('list_type', 'a valid list')),
};

function readWhole(value: Exclude<Value, null>): Reading {
  if (typeof value === 'number' || typeof value === 'bigint') return accept(value);
  if (typeof value === 'boolean') return accept(value ? 1 : 0);
  if (typeof value === 'string') {
    if (!/^\s*[+-]?\d+\s*$/.test(value)) {
      return refuse('int_parsing', 'a valid integer, unable to parse string as an integer');
    }
    const whole = Number(value);
    return accept(Number.isSafeInteger(whole) ? whole : BigInt(value.trim()));
  }
  const float = floatOf(value);
  if (float === null) return refuse('int_type', 'a valid integer');
  return Number.isSafeInteger(float)
    ? accept(float)
    : refuse('int_from_float', 'a valid integer, got a number with a fractional part');
}

function readNumber(value: Exclude<Value, null>): Reading {
  if (typeof value === 'number') return accept(value);
  if (typeof value === 'bigint') return accept(Number(value));
  if (typeof value === 'boolean') return accept(value ? 1 : 0);
  if (typeof value === 'string') {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    return Number.isFinite(number)
      ? accept(number)
      : refuse('float_parsing', 'a valid number, unable to parse string as a number');
  }
  const number = floatOf(value);
  return number === null ? refuse('float_type', 'a valid number') : accept(number);
}
