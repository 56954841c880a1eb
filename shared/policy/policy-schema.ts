import type { JsonObject } from '../json.ts';
import { PolicySchema } from './policy-format.ts';
import { toJsonSchema } from './to-json-schema.ts';

/**
 * The published JSON Schema of the policy file, made from the definition that files are read with. `policy.schema.json`
 * beside this file is the same as text, for other editors.
 */
export function policyJsonSchema(): JsonObject {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Gatehouse policy file',
    description: 'Who may use which models through which gateways, and how much they may spend and ask.',
    ...toJsonSchema(PolicySchema),
  };
}
