import { budgetAlerts } from '../../shared/policy/budget-alerts.ts';
import { knownGateway } from '../../shared/policy/known-gateway.ts';
import { policyFromSnapshot } from '../../shared/policy/policy-from-snapshot.ts';
import { projectPolicy } from '../../shared/policy/projection.ts';
import type { CoreDependencies, HandlersOf } from '../core/handlers.ts';
import type { NodeAccess } from './node-access.ts';
import { POLICY_FILE } from './paths.ts';
import { readablePolicy, requirePolicy } from './policy-file.ts';
import type { Snapshots } from './snapshots.ts';

/** The `policy.*` calls. They ask no node: what is said of a node is what its newest snapshot says. */
export function createPolicyService(
  { workspace, clock }: Pick<CoreDependencies, 'workspace' | 'clock'>,
  access: Pick<NodeAccess, 'chosen' | 'entry'>,
  snapshots: Pick<Snapshots, 'latest' | 'require'>,
): HandlersOf<'policy'> {
  return {
    async 'policy.projection'({ nodes, text }) {
      const policy = text === undefined ? await requirePolicy(workspace) : readablePolicy(text);
      const entries = await access.chosen(nodes);
      const at = clock.now().toISOString();
      const projected = entries.map(async ({ name, kind, environment }) => {
        // A snapshot that cannot be read is told where snapshots are; here only the version is lacking.
        const snapshot = await snapshots.latest(name).catch(() => null);
        const { version, licensed } = knownGateway(snapshot ?? { version: null, resources: [] });
        return {
          node: name,
          kind,
          environment,
          version,
          rules: projectPolicy(policy, { kind, version, licensed, environment }, at),
          alerts: snapshot === null ? [] : budgetAlerts(policy, snapshot, environment, at),
        };
      });
      return { nodes: await Promise.all(projected) };
    },
    async 'policy.fromNode'({ node }) {
      const entry = await access.entry(node);
      const { text } = policyFromSnapshot(await snapshots.require(node), entry);
      return { path: POLICY_FILE, text };
    },
  };
}
