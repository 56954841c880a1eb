import type { ValueObject } from '../python.ts';

/** A JSON schema of settings; each description is the name in words. */
export function schemaOf(title: string, properties: Readonly<Record<string, ValueObject>>): ValueObject {
  return {
    description: title,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        { description: name.replaceAll('_', ' '), ...schema },
      ]),
    ),
  };
}
