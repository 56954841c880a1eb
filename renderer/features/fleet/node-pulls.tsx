import { useEffect, type ReactNode } from 'react';

import type { KeptSnapshot, NodeView } from '../../../shared/contract/answers.ts';
import { copyText } from '../../app/clipboard.ts';
import { go } from '../../app/state/navigation.ts';
import { createRemote } from '../../app/state/remote.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { formatCount } from '../../ui/format.ts';
import { Time } from '../../ui/time.tsx';

/** As many as are worth a look without being asked for. */
const SHOWN = 6;

const kept = createRemote('snapshots.list');

/** The states that pulls found, newest first. A pull that finds nothing new adds none. */
export function NodePulls({ node: { name, snapshot } }: { readonly node: NodeView }): ReactNode {
  const state = kept.use();
  const taken = snapshot?.takenAt;
  useEffect(() => {
    kept.reset();
    void kept.load({ node: name });
  }, [name, taken]);
  if (snapshot === null) return null;
  return (
    <Card title="Last pulls" {...(state.value !== null && { count: formatCount(state.value.total) })} padded>
      <AsyncView state={state} onRetry={() => void kept.reload()} lines={3}>
        {({ snapshots }) => (
          <ol className="node-page__pulls">
            {snapshots.slice(0, SHOWN).map((one, index) => (
              <Pull key={one.name} node={name} pull={one} before={snapshots[index + 1]} />
            ))}
          </ol>
        )}
      </AsyncView>
    </Card>
  );
}

function Pull(props: {
  readonly node: string;
  readonly pull: KeptSnapshot;
  readonly before: KeptSnapshot | undefined;
}): ReactNode {
  const { node, pull, before } = props;
  return (
    <li>
      <span>
        <Time at={pull.takenAt} />
        {pull.seenAt !== undefined && (
          <span className="muted">
            {' '}
            to <Time at={pull.seenAt} />
          </span>
        )}
      </span>
      <CopyId id={pull.state} onCopy={(text) => void copyText(text, 'the start of its hash')} />
      {before === undefined ? (
        <span className="muted">the first</span>
      ) : (
        <Button
          tone="quiet"
          icon="compare"
          onClick={() =>
            go({
              screen: 'changes',
              compare: {
                left: { type: 'node', node, snapshot: before.name },
                right: { type: 'node', node, snapshot: pull.name },
              },
            })
          }
        >
          What changed
        </Button>
      )}
    </li>
  );
}
