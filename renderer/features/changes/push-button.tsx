import { useState } from 'react';
import type { ReactNode } from 'react';

import type { Change } from '../../../shared/plan/plan.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import { countAll, nameResource, pushWords } from './change-words.ts';
import { pushChange, useDoing } from './changes-state.ts';
import { Counts } from './counts.tsx';
import { groupByNode, nodesOf } from './operation-groups.ts';

/** In the list of nodes: all of them in the order of the plan. */
const ALL = '';
/** Deletes named one by one; more are counted. */
const NAMED = 8;

/** Asks once more, with what, where and how many, and pushes. */
export function PushButton({ change }: { readonly change: Change }): ReactNode {
  const { operations, summary } = change.plan;
  const nodes = nodesOf(operations);
  const work = useDoing((state) => state.work);
  const [open, setOpen] = useState(false);
  const [canary, setCanary] = useState(nodes.length > 1 ? (nodes[0] ?? ALL) : ALL);
  const words = pushWords(operations);
  return (
    <>
      <Button
        tone="primary"
        icon="push"
        busy={work === 'pushing'}
        disabled={work !== null}
        onClick={() => setOpen(true)}
      >
        {words}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`${words}?`}
        description={
          <>
            <p>
              {plural(countAll(summary), 'write')}, one after the other; each is read again before the next.
              The push refuses if a node is no longer as it was when this was planned.
            </p>
            <p>It can be undone only by another plan.</p>
          </>
        }
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button
              tone={summary.delete > 0 ? 'danger' : 'primary'}
              icon="push"
              onClick={() => {
                setOpen(false);
                void pushChange(change.id, canary === ALL ? null : canary);
              }}
            >
              {words}
            </Button>
          </>
        }
      >
        <ul className="push__nodes">
          {groupByNode(change).map((group) => (
            <li key={group.node}>
              <span className="strong">{group.node}</span> <Counts summary={group.summary} />
            </li>
          ))}
        </ul>
        {summary.delete > 0 && <Deletes change={change} />}
        {nodes.length > 1 && (
          <div className="push__canary">
            <Select
              label="First"
              showLabel
              inDialog
              value={canary}
              options={[
                ...nodes.map((node) => ({ value: node, label: node, hint: 'canary' })),
                { value: ALL, label: 'all in one go' },
              ]}
              onChange={setCanary}
            />
            <p className="muted">
              {canary === ALL
                ? 'Node by node in the order of the plan; it stops at the first write that goes wrong.'
                : `The others follow only when everything on ${canary} is verified.`}
            </p>
          </div>
        )}
      </Dialog>
    </>
  );
}

function Deletes({ change }: { readonly change: Change }): ReactNode {
  const deletes = change.plan.operations.filter(({ action }) => action === 'delete');
  return (
    <div className="push__deletes">
      <Tag tone="bad">{plural(deletes.length, 'delete')}</Tag>
      <ul>
        {deletes.slice(0, NAMED).map((operation) => (
          <li key={operation.id}>
            {nameResource(operation)} <span className="muted">on {operation.node}</span>
          </li>
        ))}
      </ul>
      {deletes.length > NAMED && <p className="muted">and {deletes.length - NAMED} more</p>}
    </div>
  );
}
