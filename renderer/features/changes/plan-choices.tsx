import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { Time } from '../../ui/time.tsx';

export interface PlanChoicesProps {
  readonly nodes: readonly NodeView[];
  /** Names of nodes that are left out. */
  readonly left: ReadonlySet<string>;
  readonly onLeft: (left: ReadonlySet<string>) => void;
  readonly sync: boolean;
  readonly onSync: (sync: boolean) => void;
}

/** For which nodes a plan is made, and whether it may delete. */
export function PlanChoices({ nodes, left, onLeft, sync, onSync }: PlanChoicesProps): ReactNode {
  const toggle = (name: string): void => {
    const next = new Set(left);
    if (!next.delete(name)) next.add(name);
    onLeft(next);
  };
  return (
    <>
      <fieldset className="choices">
        <legend>Nodes</legend>
        {nodes.map(({ name, snapshot }) => (
          <label key={name} className="choice">
            <input
              type="checkbox"
              checked={snapshot !== null && !left.has(name)}
              disabled={snapshot === null}
              onChange={() => toggle(name)}
            />
            <span>{name}</span>
            <span className="muted">
              {snapshot === null ? (
                'not pulled yet'
              ) : (
                <>
                  pulled <Time at={snapshot.takenAt} form="ago" />
                </>
              )}
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset className="choices">
        <legend>What it may do</legend>
        <label className="choice">
          <input type="radio" name="mode" checked={!sync} onChange={() => onSync(false)} />
          <span>Merge</span>
          <span className="muted">Creates and updates. What your files do not name stays.</span>
        </label>
        <label className="choice">
          <input type="radio" name="mode" checked={sync} onChange={() => onSync(true)} />
          <span>Sync</span>
          <span className="muted">Also deletes what your files do not name, of every kind they list.</span>
        </label>
      </fieldset>
    </>
  );
}
