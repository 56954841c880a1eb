import { assertNever } from '../../result.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { SectionType, SettingType } from './setting-type.ts';
import { SETTINGS } from './settings.ts';

/** JSON Schema (2020-12) of dwctl 10.13.1's config file, for completion, hover and other editors. */
export function doublewordConfigSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'config.yaml of Doubleword’s control layer, dwctl 10.13.1',
    ...schemaOf(SETTINGS),
  };
}

function schemaOf(type: SettingType): JsonObject {
  switch (type.kind) {
    case 'text':
      return { type: 'string' };
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer', minimum: Number(type.min), maximum: Number(type.max) };
    case 'float':
      return { type: 'number' };
    case 'decimal':
      return { type: ['number', 'string'] };
    case 'duration':
      return { type: 'string', examples: ['30s', '30m', '24h', '7d'] };
    case 'url':
      return { type: 'string', format: 'uri' };
    case 'origin':
      return { type: 'string' };
    case 'choice':
      return { enum: type.words };
    case 'list':
      return { type: 'array', items: schemaOf(type.of) };
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(type.of) };
    case 'section':
      return sectionSchema(type, {});
    case 'tagged':
      return {
        anyOf: Object.entries(type.variants).map(([word, variant]) =>
          sectionSchema(
            { ...variant, settings: { ...variant.settings, ...type.shared?.settings } },
            { [type.tag]: { const: word, description: `Which it is; ${word} here.` } },
            [type.tag],
          ),
        ),
      };
    case 'one-of':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(type.variants).map(([word, variant]) => [word, schemaOf(variant)]),
        ),
        minProperties: 1,
        maxProperties: 1,
      };
    case 'optional':
      return { anyOf: [schemaOf(type.of), { type: 'null' }] };
    default:
      return assertNever(type);
  }
}

function sectionSchema(
  { strict, settings }: SectionType,
  tag: JsonObject,
  tagged: readonly string[] = [],
): JsonObject {
  const properties: Record<string, JsonValue> = { ...tag };
  for (const [key, { type, about }] of Object.entries(settings))
    properties[key] = { ...schemaOf(type), description: about };
  const required = [
    ...tagged,
    ...Object.entries(settings).flatMap(([key, setting]) => (setting.required === true ? [key] : [])),
  ];
  return {
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    ...(strict ? { additionalProperties: false } : {}),
  };
}
