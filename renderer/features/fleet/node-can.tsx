import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Time } from '../../ui/time.tsx';
import { whatItCan } from './capability-words.ts';
import { checkNodes, useNodeWork } from './node-work.ts';

/** What the last check saw to work. What is not named was not seen, which is not a no. */
export function NodeCan({ node }: { readonly node: NodeView }): ReactNode {
  const { name, health } = node;
  const running = useNodeWork((work) => work.running[name]);
  const { seen, unseen } = whatItCan(node);
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
      {health === null || seen.length === 0 ? (
        <div className="node-page__empty">
          <p className="soft">
            {health === null ? 'It was never checked.' : 'The last check saw nothing work.'}
          </p>
          <Button icon="refresh" busy={running === 'check'} onClick={() => void checkNodes([name])}>
            Check {name}
          </Button>
        </div>
      ) : (
        <>
          <ul className="node-page__can">
            {seen.map((words) => (
              <li key={words}>
                <Icon name="check" />
                <span>It {words}</span>
              </li>
            ))}
          </ul>
          {unseen.length > 0 && (
            <details className="node-page__unseen">
              <summary className="soft">
                {unseen.length} more {unseen.length === 1 ? 'was' : 'were'} not seen
              </summary>
              <ul className="soft">
                {unseen.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
              <p className="muted">The key may not be allowed to ask for them.</p>
            </details>
          )}
        </>
      )}
    </Card>
  );
}
