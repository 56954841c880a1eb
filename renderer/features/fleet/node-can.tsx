import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Time } from '../../ui/time.tsx';
import { capabilityWords } from './capability-words.ts';
import { checkNodes, useNodeWork } from './node-work.ts';

/** What the last check saw to work. What is not named was not seen, which is not a no. */
export function NodeCan({ node: { name, health } }: { readonly node: NodeView }): ReactNode {
  const running = useNodeWork((work) => work.running[name]);
  return (
    <Card
      title="What it can do"
      aside={
        health !== null && (
          <span className="muted">
            checked <Time at={health.checkedAt} form="ago" />
          </span>
        )
      }
      padded
    >
      {health === null || health.capabilities.length === 0 ? (
        <div className="node-page__empty">
          <p className="soft">
            {health === null ? 'It was never checked.' : 'The last check saw nothing work.'}
          </p>
          <Button icon="refresh" busy={running === 'check'} onClick={() => void checkNodes([name])}>
            Check {name}
          </Button>
        </div>
      ) : (
        <ul className="node-page__can">
          {health.capabilities.map((capability) => (
            <li key={capability} title={capability}>
              <Icon name="check" />
              <span>{capabilityWords(capability)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
