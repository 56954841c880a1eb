import { useEffect, useRef, type ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { usePointedNode } from './fleet-dialogs.ts';
import { checkNodes, pullNodes, useNodeWork } from './node-work.ts';

/** Why the last check or pull of a node failed. Takes the focus when the person was led here to see it. */
export function NodeProblems({ node: { name, health } }: { readonly node: NodeView }): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const pulled = useNodeWork((work) => work.pullProblems[name]);
  const busy = useNodeWork((work) => work.running[name] !== undefined);
  const pointed = usePointedNode(({ node }) => node === name);
  const checked = health?.problem;
  const some = checked !== undefined || pulled !== undefined;
  useEffect(() => {
    if (!pointed || busy || !some) return;
    usePointedNode.setState({ node: null });
    element.current?.scrollIntoView({ block: 'center' });
    element.current?.focus({ preventScroll: true });
  }, [pointed, busy, some]);
  if (!some) return null;
  return (
    <div
      ref={element}
      className="node__problems"
      role="group"
      aria-label={`Problems of ${name}`}
      tabIndex={-1}
    >
      {checked !== undefined && (
        <ProblemNote inline problem={checked} onRetry={() => void checkNodes([name])} />
      )}
      {pulled !== undefined && <ProblemNote inline problem={pulled} onRetry={() => void pullNodes([name])} />}
    </div>
  );
}
