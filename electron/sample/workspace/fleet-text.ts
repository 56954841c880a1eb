import { isMap, isSeq, parseDocument } from 'yaml';
import type { GatewayKind, NodeEntry } from '../../../shared/fleet/node.ts';
import { addToFleetText } from '../../workspace/fleet-text.ts';
import { DOUBLEWORD_NODE, LITELLM_NODES } from '../world/node-names.ts';

/** The nodes of the sample, in the order of the fleet file. */
export const SAMPLE_NODES: readonly {
  readonly name: string;
  readonly kind: GatewayKind;
  readonly environment: string;
}[] = [
  ...LITELLM_NODES.map((name) => ({ name, kind: 'litellm' as const, environment: 'prod' })),
  { name: DOUBLEWORD_NODE, kind: 'doubleword', environment: 'batch' },
];

/** The address of a simulated gateway. */
export function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** The text of the sample's `fleet.yaml`. */
export function sampleFleetText(ports: Readonly<Record<string, number>>): string {
  return SAMPLE_NODES.reduce((text, { name, kind, environment }) => {
    const url = addressOf(ports[name] ?? 0);
    const entry: NodeEntry = { name, kind, url, environment, key: { from: 'sample' } };
    return addToFleetText(text, entry);
  }, '');
}

/**
 * The fleet file with the addresses of the sample's nodes brought up to date. Nodes that somebody added,
 * took away or gave another key stay as they are, and so do comments. A file that is not YAML is left alone.
 */
export function withSampleAddresses(text: string, urls: Readonly<Record<string, string>>): string {
  const document = parseDocument(text);
  const nodes = document.get('nodes');
  if (document.errors.length > 0 || !isSeq(nodes)) return text;
  let changed = false;
  for (const node of nodes.items) {
    if (!isMap(node) || node.getIn(['key', 'from']) !== 'sample') continue;
    const url = urls[String(node.get('name'))];
    if (url === undefined || node.get('url') === url) continue;
    node.set('url', url);
    changed = true;
  }
  return changed ? document.toString() : text;
}
