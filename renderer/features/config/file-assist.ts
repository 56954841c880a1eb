import type { Extension } from '@codemirror/state';

import { doublewordConfigSchema } from '../../../shared/config/doubleword/settings-schema.ts';
import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import type { GatewayKind } from '../../../shared/fleet/node.ts';
import { schemaAssist, type SchemaHelp } from '../../ui/code/schema-assist.ts';
import { policyAssist } from './policy-assist.ts';

/** What Doubleword's config file is completed and explained with. */
export const DOUBLEWORD_HELP: SchemaHelp = { schema: doublewordConfigSchema(), names: () => [] };

/** Of those gateways whose file has a schema. */
const GATEWAY_ASSISTS: Readonly<Partial<Record<GatewayKind, Extension>>> = {
  doubleword: schemaAssist(DOUBLEWORD_HELP),
};

/** What the editor of a file completes and explains it with; nothing for a file without a schema. */
export function assistFor({ role, kind }: ConfigFileEntry): { readonly assist?: Extension } {
  if (role === 'policy') return { assist: policyAssist };
  const assist = kind === null ? undefined : GATEWAY_ASSISTS[kind];
  return assist === undefined ? {} : { assist };
}
