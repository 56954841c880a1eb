import { useEffect, useMemo, type ReactNode } from 'react';

import type { ComparisonView, NodeView } from '../../../shared/contract/answers.ts';
import type { Side } from '../../../shared/contract/contract.ts';
import { go } from '../../app/state/navigation.ts';
import { createRemote, type Remote } from '../../app/state/remote.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { plural } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { fieldNames, nameResource } from '../changes/change-words.ts';
import { ActionSign } from '../changes/counts.tsx';

/** As many as are named; the comparison has them all. */
const NAMED = 6;
/** Where a node holds more than this, the comparison is made only when it is asked for. */
const AT_ONCE = 5000;

const fromTwin = createRemote('diff.compare');
const fromPolicy = createRemote('diff.compare');

/** What differs from the first node of its environment and from the files, the first of each by name. */
export function NodeDiffers({ node }: { readonly node: NodeView }): ReactNode {
  const { name, drift, pending, snapshot } = node;
  if (snapshot === null) return null;
  const size = Object.values(snapshot.counts).reduce((sum, count) => sum + count, 0);
  return (
    <Card title="What differs">
      {drift === null ? (
        <Line
          tone="neutral"
          label="no twin"
          words="No other node of its kind is in this environment. What changed on this one itself is told under Last pulls."
        />
      ) : drift.count === 0 ? (
        <Line tone="good" label="in step" words={`It holds the same as ${drift.against}.`} />
      ) : (
        <Differing
          remote={fromTwin}
          node={name}
          twin={drift.against}
          key={`twin ${snapshot.hash}`}
          named={size <= AT_ONCE}
          tag={<Tag tone="caution">{plural(drift.count, 'drift')}</Tag>}
          words={`from ${drift.against}, the first node of ${node.environment}`}
          verb="See the drift"
        />
      )}
      {pending === null ? (
        <Line
          tone="unknown"
          label="not compared"
          words="There is no policy file that can be used, so nothing is known to be wanted."
        />
      ) : pending === 0 ? (
        <Line tone="good" label="as wanted" words="It holds what your files want of it." />
      ) : (
        <Differing
          remote={fromPolicy}
          node={name}
          twin={null}
          key={`wanted ${snapshot.hash}`}
          named={size <= AT_ONCE}
          tag={<Tag tone="accent">{pending} to push</Tag>}
          words={
            pending === 1
              ? 'differs from what your files want of it'
              : 'differ from what your files want of it'
          }
          verb="See what is wanted"
        />
      )}
    </Card>
  );
}

function Line(props: {
  readonly tone: 'good' | 'neutral' | 'unknown';
  readonly label: string;
  readonly words: string;
}): ReactNode {
  return (
    <div className="node-page__differ">
      <Tag tone={props.tone}>{props.label}</Tag>
      <span className="soft">{props.words}</span>
    </div>
  );
}

interface DifferingProps {
  readonly remote: Remote<'diff.compare'>;
  readonly node: string;
  /** The node it is compared with; null for what the files want of it. */
  readonly twin: string | null;
  readonly named: boolean;
  readonly tag: ReactNode;
  readonly words: string;
  readonly verb: string;
}

function Differing({ remote, node, twin, named, tag, words, verb }: DifferingProps): ReactNode {
  const state = remote.use();
  const sides = useMemo(() => sidesOf(node, twin), [node, twin]);
  useEffect(() => {
    remote.reset();
    if (named) void remote.load(sides);
  }, [remote, named, sides]);
  return (
    <section className="node-page__differ" aria-label={verb}>
      {tag}
      <span className="soft">{words}</span>
      <Button icon="compare" onClick={() => go({ screen: 'changes', compare: sides })}>
        {verb}
      </Button>
      {named && (
        <div className="node-page__names">
          <AsyncView state={state} onRetry={() => void remote.reload()} lines={2}>
            {(view) => <Named view={view} />}
          </AsyncView>
        </div>
      )}
    </section>
  );
}

function Named({ view: { changes } }: { readonly view: ComparisonView }): ReactNode {
  const rest = changes.length - NAMED;
  return (
    <ul>
      {changes.slice(0, NAMED).map((change) => (
        <li key={`${change.action} ${change.kind} ${change.name}`}>
          <ActionSign action={change.action} />
          <span>{nameResource(change)}</span>
          <span className="muted truncate">{fieldNames(change.fields)}</span>
        </li>
      ))}
      {rest > 0 && <li className="muted">and {rest} more</li>}
    </ul>
  );
}

function sidesOf(node: string, twin: string | null): { readonly left: Side; readonly right: Side } {
  return twin === null
    ? { left: { type: 'node', node }, right: { type: 'wanted', node } }
    : { left: { type: 'node', node: twin }, right: { type: 'node', node } };
}
