import type * as v from 'valibot';

import type { JsonObject, JsonValue } from '../json.ts';

/** A schema, or a step of a pipe, as far as it is looked into here. */
interface Part {
  readonly kind: string;
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly wrapped?: Part;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly item?: Part;
  readonly key?: Part;
  readonly value?: Part;
  readonly options?: readonly (Part | string)[];
  readonly literal?: JsonValue;
  readonly requirement?: unknown;
  readonly description?: string;
  readonly metadata?: JsonObject;
}

/**
 * The JSON Schema (draft 7) of what a valibot schema accepts as written, before its transformations. Throws for a kind of
 * schema that is not known here, so that no schema is published that accepts something else.
 */
export function toJsonSchema(schema: v.GenericSchema): JsonObject {
  return convert(schema);
}

function convert(part: Part): JsonObject {
  if (part.pipe !== undefined) {
    const [first, ...steps] = part.pipe;
    if (first === undefined) throw unknown('an empty pipe');
    return Object.assign({}, convert(first), ...steps.map(step)) as JsonObject;
  }
  switch (part.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: part.type };
    case 'unknown':
      return {};
    case 'literal':
      return { const: part.literal ?? null };
    case 'picklist':
      return { enum: (part.options ?? []).map(String) };
    case 'array':
      return { type: 'array', items: inner(part.item) };
    case 'optional':
    case 'exact_optional':
    case 'non_nullable':
      return part.type === 'non_nullable' ? withoutNull(inner(part.wrapped)) : inner(part.wrapped);
    case 'nullable':
      return orNull(inner(part.wrapped));
    case 'union':
      return { anyOf: (part.options ?? []).map((option) => inner(option)) };
    case 'record':
      return { type: 'object', propertyNames: inner(part.key), additionalProperties: inner(part.value) };
    case 'strict_object':
      return objectOf(part.entries ?? {});
    default:
      throw unknown(part.type);
  }
}

function inner(part: Part | string | undefined): JsonObject {
  if (part === undefined || typeof part === 'string') throw unknown('nothing');
  return convert(part);
}

/** A description stays where an editor looks for it: on the whole. */
function orNull(schema: JsonObject): JsonObject {
  const { description, ...rest } = schema;
  return { anyOf: [rest, { type: 'null' }], ...(description === undefined ? {} : { description }) };
}

function withoutNull({ anyOf, ...rest }: JsonObject): JsonObject {
  const [first] = Array.isArray(anyOf) ? anyOf : [];
  return { ...(first as JsonObject | undefined), ...rest };
}

function objectOf(entries: Readonly<Record<string, Part>>): JsonObject {
  const all = Object.entries(entries);
  const required = all.filter(([, { type }]) => type !== 'optional' && type !== 'exact_optional');
  return {
    type: 'object',
    properties: Object.fromEntries(all.map(([name, entry]) => [name, convert(entry)])),
    ...(required.length === 0 ? {} : { required: required.map(([name]) => name) }),
    additionalProperties: false,
  };
}

/** The one check that is looked for by itself: an object of a JSON Schema is no list in any case. */
export function isNoList(value: unknown): boolean {
  return !Array.isArray(value);
}

function step(part: Part): JsonObject {
  const { kind, type, requirement, description, metadata } = part;
  if (kind === 'schema') return convert(part);
  if (type === 'check' && requirement === isNoList) return {};
  switch (type) {
    case 'description':
      return { description: description ?? '' };
    case 'metadata':
      return metadata ?? {};
    case 'transform':
      return {};
    case 'integer':
      return { type: 'integer' };
    case 'regex':
      return { pattern: requirement instanceof RegExp ? requirement.source : '' };
    case 'min_length':
      return { minLength: Number(requirement) };
    case 'max_length':
      return { maxLength: Number(requirement) };
    case 'min_value':
      return { minimum: Number(requirement) };
    case 'max_value':
      return { maximum: Number(requirement) };
    default:
      throw unknown(type);
  }
}

function unknown(what: string): Error {
  return new Error(`No JSON Schema is known here for ${what}.`);
}
