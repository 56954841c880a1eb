import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { openSetKey } from './fleet-dialogs.ts';

/** That a node has no key that can be used, and the way to give it one. */
export function MissingKey({ node }: { readonly node: NodeView }): ReactNode {
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
