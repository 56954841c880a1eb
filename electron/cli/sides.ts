import type { NodeView } from '../../shared/contract/answers.ts';
import type { Side } from '../../shared/contract/contract.ts';
import { UsageError } from './command.ts';

/**
 * What a person means by the two sides of `diff`: a node's name, `files`, or the path of a snapshot or a
 * configuration file. `files` is the wanted state of the node on the other side.
 */
export function readSides(a: string, b: string, nodes: readonly NodeView[]): readonly [Side, Side] {
  return [readSide(a, b, nodes), readSide(b, a, nodes)];
}

/** A snapshot's path in the workspace. */
const SNAPSHOT = /^(?:\.\/)?nodes\/([^/]+)\/snapshots\/([^/]+\.json)$/;

function readSide(side: string, other: string, nodes: readonly NodeView[]): Side {
  if (isNode(side, nodes)) return { type: 'node', node: side };
  if (side !== 'files') {
    if (!side.includes('/') && !side.includes('.')) {
      throw new UsageError(
        `"${side}" is neither a node (${nodes.map(({ name }) => name).join(', ')}), a file, nor "files".`,
      );
    }
    const [, node, snapshot] = SNAPSHOT.exec(side) ?? [];
    return node === undefined || snapshot === undefined
      ? { type: 'file', path: side }
      : { type: 'node', node, snapshot };
  }
  if (isNode(other, nodes)) return { type: 'wanted', node: other };
  const owner = /^nodes\/([^/]+)\//.exec(other)?.[1];
  if (owner !== undefined && isNode(owner, nodes)) return { type: 'node', node: owner };
  throw new UsageError('"files" is the wanted state of a node: name a node on the other side.');
}

function isNode(name: string, nodes: readonly NodeView[]): boolean {
  return nodes.some((node) => node.name === name);
}
