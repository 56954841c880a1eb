import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { openImport } from '../archive/import-state.ts';
import { openAddNode } from '../fleet/fleet-dialogs.ts';
import { pullNodes, useNodeWork } from '../fleet/node-work.ts';

interface Step {
  readonly title: string;
  readonly words: string;
  readonly done: boolean;
  readonly button: ReactNode;
}

/** First use: connect, pull, import; each with the one button that does it. */
export function FirstSteps({
  nodes,
  month,
}: {
  readonly nodes: readonly NodeView[];
  readonly month: string | null;
}): ReactNode {
  const busy = useNodeWork(({ running }) => Object.values(running).includes('pull'));
  const pulled = nodes.filter(({ snapshot }) => snapshot !== null).length;
  const connected = nodes.length > 0;
  const steps: readonly Step[] = [
    {
      title: 'Connect a gateway',
      words: connected
        ? `${plural(nodes.length, 'node')} connected`
        : 'Its address and a key that may read its admin API.',
      done: connected,
      button: (
        <Button tone={connected ? 'default' : 'primary'} icon="plus" onClick={openAddNode}>
          {connected ? 'Add another node' : 'Add a node'}
        </Button>
      ),
    },
    {
      title: 'Pull its configuration',
      words:
        pulled > 0
          ? `${pulled} of ${plural(nodes.length, 'node')} pulled`
          : 'Models, teams, budgets and keys as they are now, kept as files you can read.',
      done: connected && pulled === nodes.length,
      button: (
        <Button
          tone={connected && pulled === 0 ? 'primary' : 'default'}
          icon="pull"
          disabled={!connected}
          busy={busy}
          onClick={() => void pullNodes()}
        >
          {connected ? `Pull ${plural(nodes.length, 'node')}` : 'Pull'}
        </Button>
      ),
    },
    {
      title: 'Import last month’s requests',
      words:
        month === null
          ? 'From the node’s own log or an exported file. From then on costs need no network.'
          : 'Requests are in the archive',
      done: month !== null,
      button: (
        <Button
          tone={pulled > 0 && month === null ? 'primary' : 'default'}
          icon="save"
          disabled={!connected}
          onClick={() => openImport({ from: 'node' })}
        >
          Import requests
        </Button>
      ),
    },
  ];
  return (
    <Card>
      <ol className="steps">
        {steps.map(({ title, words, done, button }, index) => (
          <li key={title} className={`step${done ? ' step--done' : ''}`}>
            <span className="step__mark">
              {done ? <Icon name="check" /> : index + 1}
              <span className="visually-hidden">{done ? ' done' : ' to do'}</span>
            </span>
            <div className="step__words">
              <h2>{title}</h2>
              <p className="soft">{words}</p>
            </div>
            {button}
          </li>
        ))}
      </ol>
    </Card>
  );
}
