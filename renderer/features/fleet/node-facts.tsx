import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { capabilitiesOf } from '../../../shared/fleet/capabilities.ts';
import { copyText } from '../../app/clipboard.ts';
import { CopyId } from '../../ui/copy-id.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Time } from '../../ui/time.tsx';
import { keyPlace, productOf } from './node-state.ts';

/** What a node is, as names and values. */
export function nodeFacts(node: NodeView): readonly (readonly [string, ReactNode])[] {
  const { url, environment, health, snapshot, key, hasApplyKey } = node;
  return [
    ['Runs', productOf(node)],
    [
      'Address',
      <span key="url" className="mono">
        {url}
      </span>,
    ],
    ['Environment', environment],
    ...licenceFacts(node),
    ['Key', hasApplyKey ? `${keyPlace(key)}; a second one writes` : keyPlace(key)],
    ['Checked', health === null ? 'never' : <Checked key="checked" health={health} />],
    ['Pulled', snapshot === null ? 'never' : <Time key="pulled" at={snapshot.takenAt} form="ago" />],
    ...(snapshot === null
      ? []
      : [
          [
            'State',
            <CopyId
              key="hash"
              id={snapshot.hash}
              onCopy={(hash) => void copyText(hash, 'the hash of the snapshot')}
            />,
          ] as const,
        ]),
  ];
}

/** Where a gateway may have these, and only after a check that got through. */
function licenceFacts({ kind, health }: NodeView): readonly (readonly [string, string])[] {
  if (health?.authorised !== true) return [];
  const seen = new Set(health.capabilities);
  const facts = [
    ['licence', 'Licence', 'enterprise', 'none seen; what needs one is refused'],
    ['database', 'Database', 'connected', 'not connected'],
  ] as const;
  return facts
    .filter(([capability]) => capabilitiesOf(kind).includes(capability))
    .map(([capability, name, yes, no]) => [name, seen.has(capability) ? yes : no]);
}

function Checked({ health }: { readonly health: NonNullable<NodeView['health']> }): ReactNode {
  return (
    <>
      <Time at={health.checkedAt} form="ago" />
      {health.latencyMs !== null && `, answered in ${formatDuration(health.latencyMs)}`}
    </>
  );
}
