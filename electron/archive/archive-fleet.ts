import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { KeyUse } from '../core/ports.ts';
import type { Connection, GatewayAdapter } from '../gateways/adapter.ts';

/** What the archive's calls need of the fleet. */
export interface ArchiveFleet {
  /** Names of the fleet's nodes. */
  nodes(): Promise<readonly string[]>;
  /** A node as the fleet file names it; rejects with a problem for an unknown one. */
  entry(node: string): Promise<NodeEntry>;
  /** A way to a node, with its key; rejects with a problem when there is none. */
  connect(
    node: string,
    use: KeyUse,
  ): Promise<{
    readonly connection: Connection;
    readonly entry: NodeEntry;
    readonly adapter: GatewayAdapter;
  }>;
}
