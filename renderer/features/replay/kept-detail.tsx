import { useState, type ReactNode } from 'react';

import type { KeptReplayView } from '../../../shared/contract/kept-replay-answers.ts';
import { call } from '../../app/api.ts';
import { go } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyId } from '../../ui/copy-id.tsx';
import { notify } from '../../ui/notice.tsx';
import { useRemembered } from '../../ui/remembered.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { AttachDialog } from './attach-dialog.tsx';
import { KeptInputs } from './kept-inputs.tsx';
import { KeptAgain } from './kept-again.tsx';
import { runAgain, useKeptWork } from './kept-state.ts';
import { ReplayFigures } from './replay-figures.tsx';
import { NodeLine } from './replay-limits.tsx';
import { ReplaySamples } from './replay-samples.tsx';
import { ReplayTable } from './replay-table.tsx';
import { REPLAY_SPLITS, rowsBy, spanWords, SPLIT_NAMES } from './replay-words.ts';

/** So many examples stand beside the table. */
const MOST_SAMPLES = 24;

/** More are scrolled through. */
const FEW_ROWS = 4;

/** One kept replay: what it came to, what it depends on, and what can be done with it. */
export function KeptDetail({ view }: { readonly view: KeptReplayView }): ReactNode {
  const { id, record, changes } = view;
  const { result } = record;
  const [by, setBy] = useRemembered('replay.by', SPLIT_NAMES, 'team');
  const rows = rowsBy(result, by);
  const [attaching, setAttaching] = useState(false);
  const running = useKeptWork((state) => state.running);
  return (
    <div className="kept__detail">
      <div className="kept__bar">
        <CopyId id={id} length={20} onCopy={(text) => void copy(text)} />
        <span className="muted">{spanWords(record)} in UTC</span>
        <span className="kept__ways">
          <Button
            icon="refresh"
            busy={running === id}
            disabled={running !== null}
            onClick={() => void runAgain(id)}
          >
            Run again
          </Button>
          <Button onClick={() => setAttaching(true)}>Attach to a plan</Button>
        </span>
      </div>
      <KeptAgain id={id} />
      {changes.length > 0 && <AttachedTo changes={changes} />}
      <ReplayFigures view={result} />
      <Card
        title="What changes"
        aside={<Segmented label="By" value={by} options={REPLAY_SPLITS} onChange={setBy} />}
      >
        <div className={`kept__table${rows.length > FEW_ROWS ? ' kept__table--long' : ''}`}>
          {rows.length === 0 ? (
            <p className="replay__nothing soft">
              Every request would be answered as under the rules of then.
            </p>
          ) : (
            <ReplayTable rows={rows} by={by} />
          )}
        </div>
      </Card>
      <Card title="What it depends on">
        <KeptInputs record={record} />
      </Card>
      <Card title="What the numbers say">
        <div className="replay__limits">
          <ul className="replay__nodes" aria-label="Nodes">
            {result.nodes.map((node) => (
              <NodeLine key={node.node} node={node} />
            ))}
          </ul>
          <ul className="replay__notes muted" aria-label="What a replay cannot know">
            {result.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      </Card>
      {result.samples.length > 0 && (
        <Card title="Examples">
          <ReplaySamples view={result} most={MOST_SAMPLES} />
        </Card>
      )}
      <AttachDialog open={attaching} onOpenChange={setAttaching} replay={id} />
    </div>
  );
}

function AttachedTo({ changes }: { readonly changes: readonly string[] }): ReactNode {
  return (
    <p className="soft">
      Attached to{' '}
      {changes.map((change) => (
        <button
          key={change}
          type="button"
          className="replay__link mono"
          onClick={() => go({ screen: 'changes', id: change })}
        >
          {change}
        </button>
      ))}
    </p>
  );
}

async function copy(text: string): Promise<void> {
  const result = await call('shell.copyText', { text });
  if (result.ok) notify('Copied the id of this replay');
}
