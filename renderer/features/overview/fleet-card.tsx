import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { go } from '../../app/state/navigation.ts';
import { Card } from '../../ui/card.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { nodeState, productOf } from '../fleet/node-state.ts';

/** The fleet at a glance: each line leads to the node. */
export function FleetCard({ nodes }: { readonly nodes: readonly NodeView[] }): ReactNode {
  return (
    <Card title="Fleet" count={nodes.length}>
      <ul>
        {nodes.map((node) => {
          const { tone, label } = nodeState(node);
          const latency = node.health?.latencyMs ?? null;
          return (
            <li key={node.name}>
              <button
                type="button"
                className="fleet-line"
                onClick={() => go({ screen: 'fleet', node: node.name })}
              >
                <span className="fleet-line__name">
                  <span className="strong truncate">{node.name}</span>
                  <span className="muted truncate">{productOf(node)}</span>
                </span>
                <Tag tone={tone}>{label}</Tag>
                <span className="fleet-line__latency muted">
                  {latency === null ? '–' : formatDuration(latency)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
