import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { copyText } from '../../app/clipboard.ts';
import { go } from '../../app/state/navigation.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { formatDuration, plural } from '../../ui/format.ts';
import { Menu } from '../../ui/menu.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { openImport } from '../archive/import-state.ts';
import { openRemoveNode, openSetKey } from './fleet-dialogs.ts';
import { NodeProblems } from './node-problems.tsx';
import { keyPlace, nodeState, productOf } from './node-state.ts';
import { checkNodes, pullNodes, useNodeWork } from './node-work.ts';
import { SnapshotSections } from './snapshot-sections.tsx';

/** All that is known of one node, and what can be done with it. */
export function NodeDetail({ node }: { readonly node: NodeView }): ReactNode {
  const { name } = node;
  const running = useNodeWork((work) => work.running[name]);
  const { tone, label } = nodeState(node);
  return (
    <Card title={name} aside={<Tag tone={tone}>{label}</Tag>} fill>
      <div className="node">
        <div className="node__buttons">
          <Button icon="pull" busy={running === 'pull'} onClick={() => void pullNodes([name])}>
            Pull
          </Button>
          <Button icon="refresh" busy={running === 'check'} onClick={() => void checkNodes([name])}>
            Check
          </Button>
          <Button icon="save" onClick={() => openImport({ from: 'node', node: name })}>
            Import…
          </Button>
          <Menu
            align="end"
            trigger={<IconButton icon="more" label={`More for ${name}`} />}
            items={[
              { label: 'Set the key…', icon: 'key', onSelect: () => openSetKey(name) },
              {
                label: 'Copy the address',
                icon: 'copy',
                onSelect: () => void copyText(node.url, 'the address'),
              },
              {
                label: 'Remove from this workspace…',
                icon: 'trash',
                danger: true,
                apart: true,
                onSelect: () => openRemoveNode(name),
              },
            ]}
          />
        </div>
        <NodeProblems node={node} />
        {node.key === null && <MissingKey node={node} />}
        <Differences node={node} />
        <DefinitionList items={facts(node)} />
        {node.snapshot !== null && <SnapshotSections sections={node.snapshot.sections} />}
        {node.health !== null && node.health.capabilities.length > 0 && (
          <section>
            <h3 className="node__heading">Seen to work</h3>
            <ul className="node__capabilities">
              {node.health.capabilities.map((capability) => (
                <li key={capability} className="mono">
                  {capability}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Card>
  );
}

function MissingKey({ node }: { readonly node: NodeView }): ReactNode {
  const { name, keyProblem } = node;
  return (
    <>
      {keyProblem !== undefined && <ProblemNote inline problem={keyProblem} />}
      <div className="node__line">
        {keyProblem === undefined && (
          <span className="soft">No key for this node can be found on this machine.</span>
        )}
        <Button icon="key" onClick={() => openSetKey(name)}>
          Set the key
        </Button>
      </div>
    </>
  );
}

/** What differs from its sibling and from the policy file, with the way to see it. */
function Differences({ node }: { readonly node: NodeView }): ReactNode {
  const { name, drift, pending } = node;
  return (
    <>
      {drift !== null && drift.count > 0 && (
        <div className="node__line">
          <span>
            {plural(drift.count, 'resource differs', 'resources differ')} from {drift.against}
          </span>
          <Button
            icon="compare"
            onClick={() =>
              go({
                screen: 'changes',
                compare: { left: { type: 'node', node: drift.against }, right: { type: 'node', node: name } },
              })
            }
          >
            See the drift
          </Button>
        </div>
      )}
      {pending !== null && pending > 0 && (
        <div className="node__line">
          <span>{plural(pending, 'resource differs', 'resources differ')} from the policy file</span>
          <Button
            icon="compare"
            onClick={() =>
              go({
                screen: 'changes',
                compare: { left: { type: 'node', node: name }, right: { type: 'wanted', node: name } },
              })
            }
          >
            See what is wanted
          </Button>
        </div>
      )}
    </>
  );
}

function facts(node: NodeView): readonly (readonly [string, ReactNode])[] {
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

function Checked({ health }: { readonly health: NonNullable<NodeView['health']> }): ReactNode {
  return (
    <>
      <Time at={health.checkedAt} form="ago" />
      {health.latencyMs !== null && `, answered in ${formatDuration(health.latencyMs)}`}
    </>
  );
}
