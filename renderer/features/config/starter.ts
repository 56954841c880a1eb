import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import type { GatewayKind } from '../../../shared/fleet/node.ts';

/** What each gateway needs to start at all. */
const STARTERS: Readonly<Record<GatewayKind, string>> = {
  litellm: `model_list: []

litellm_settings: {}

general_settings: {}
`,
  doubleword: `host: 0.0.0.0
port: 3001
`,
};

/** The first lines of a file that is not there yet. Nothing is written before the person saves. */
export function starterText(file: ConfigFileEntry): string {
  if (file.role === 'policy') return POLICY;
  if (file.role === 'costs') return COSTS;
  if (file.role === 'resources') return resourcesText(file.node ?? 'a node');
  const about = `# Configuration of ${file.node ?? 'a gateway'}. Keys do not belong here: refer to the environment.\n`;
  return about + (file.kind === null ? '' : STARTERS[file.kind]);
}

/** A resource file that wants nothing yet. */
function resourcesText(node: string): string {
  return `# What is wanted of ${node} beside the policy: users, keys, budgets, settings and the rest, by name.
# A field that is left out stays as it is. Secrets do not belong here: write \${NAME}, and they are asked for at the push.
version: 1

budgets: []
`;
}

const POLICY = `# The policy for all gateways: who may use which models, and how much they may spend.
version: 1

teams: {}
`;

const COSTS = `# How what a Doubleword user paid goes to groups; its API does not say which group paid.
#   only-group    to their only group, and to no team where they are in several (so it is without this file)
#   primary       to the first of the groups named below it that they are in:  primary: [research, platform]
#   even          in equal parts to all of their groups
#   model-access  in equal parts to those of their groups that may use the model
version: 1

groups:
  rule: even
`;
