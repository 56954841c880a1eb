import { GATEWAY_NAMES, type KeyReference, type NodeEntry } from '../../shared/fleet/node.ts';
import { ProblemError } from '../../shared/result.ts';
import type { CoreDependencies } from '../core/handlers.ts';
import type { KeyUse } from '../core/ports.ts';
import type { Connection, GatewayAdapter } from '../gateways/adapter.ts';
import { accountName } from './account.ts';
import { namedNodes, readFleet, unknownNode } from './fleet-file.ts';
import { hidingReferenced } from './hide-referenced.ts';
import { nodeOrigin } from './node-origin.ts';
import { insideWorkspace } from './paths.ts';
import { readTextFile } from './read-file.ts';

/** A node that can be asked something. Made for one task: it holds the key. */
export interface NodeConnection {
  readonly entry: NodeEntry;
  readonly adapter: GatewayAdapter;
  readonly connection: Connection;
}

/** The nodes of the fleet file and the way to them. */
export interface NodeAccess {
  entries(): Promise<readonly NodeEntry[]>;
  /** Rejects with `node_unknown`. */
  entry(node: string): Promise<NodeEntry>;
  /** The named nodes in the order of the fleet file; all when none are named. Rejects with `node_unknown`. */
  chosen(nodes: readonly string[] | undefined): Promise<readonly NodeEntry[]>;
  /**
   * Rejects with `node_unknown`, `key_missing`, `ca_missing`, `key_for_other_address` or
   * `sample_key_not_loopback`.
   */
  connect(node: string, use: KeyUse): Promise<NodeConnection>;
}

/** Makes the way to the nodes. The fleet file is read at each call, so edits by hand count at once. */
export function createNodeAccess({ workspace, secrets, adapter, nodesUp }: CoreDependencies): NodeAccess {
  const entries = () => readFleet(workspace);
  const account = accountName();

  async function entry(node: string): Promise<NodeEntry> {
    const nodes = await entries();
    const found = nodes.find(({ name }) => name === node);
    if (found === undefined) throw unknownNode(node, nodes);
    return found;
  }

  async function keyOf(node: NodeEntry, use: KeyUse): Promise<string> {
    const ownKey = use === 'apply' ? node.applyKey : node.key;
    // Without a second key the first one writes too.
    const [usedFor, reference] =
      ownKey === undefined ? (['read', node.key] as const) : ([use, ownKey] as const);
    const key = await secrets.get(node.name, usedFor, reference, nodeOrigin(node.name, node.url));
    if (key === null || key === '') throw keyMissing(node, reference);
    return key;
  }

  return {
    entries,
    entry,
    async chosen(nodes) {
      return namedNodes(await entries(), nodes);
    },
    async connect(node, use) {
      // Before the fleet file is read: coming up may change an address.
      await nodesUp;
      const found = await entry(node);
      const key = await keyOf(found, use);
      const ca = found.ca === undefined ? undefined : await readAuthority(workspace, found.name, found.ca);
      return {
        entry: found,
        adapter: hidingReferenced(workspace, found.name, await adapter(found.kind)),
        connection: {
          node: found.name,
          url: found.url,
          key,
          ...(ca === undefined ? {} : { ca }),
          ...(use === 'apply' && account !== null ? { changedBy: account } : {}),
        },
      };
    },
  };
}

async function readAuthority(workspace: string, node: string, path: string): Promise<string> {
  const text = await readTextFile(await insideWorkspace(workspace, path));
  if (text?.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new ProblemError({
    code: 'ca_missing',
    message: `The certificate file of ${node} ${text === null ? 'is not there' : 'holds no certificate'}.`,
    next: 'Put the PEM file of the certificate authority there, or take "ca" out of fleet.yaml.',
    where: path,
  });
}

function keyMissing(node: NodeEntry, reference: KeyReference): ProblemError {
  return new ProblemError({
    code: 'key_missing',
    message: `No key for ${node.name} (${GATEWAY_NAMES[node.kind]}) can be found.`,
    next:
      reference.from === 'env'
        ? `Set the environment variable ${reference.name} and start again.`
        : `Set the key of ${node.name} in Fleet.`,
    where: node.name,
  });
}
