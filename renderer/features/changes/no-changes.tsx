import type { ReactNode } from 'react';

import { go } from '../../app/state/navigation.ts';
import { fleet } from '../../app/state/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useDoing } from './changes-state.ts';
import { PlanButton } from './plan-button.tsx';

/** No plan was ever made here. */
export function NoChanges(): ReactNode {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const { problem } = useDoing();
  const ready = nodes.some(({ snapshot }) => snapshot !== null);
  return (
    <>
      {problem !== null && <ProblemNote problem={problem} />}
      <Card>
        <EmptyState
          icon="changes"
          title="No plans yet"
          actions={
            ready ? (
              <>
                <Button icon="config" onClick={() => go({ screen: 'config' })}>
                  Edit the policy
                </Button>
                <PlanButton tone="primary" />
              </>
            ) : (
              <Button tone="primary" icon="fleet" onClick={() => go({ screen: 'fleet' })}>
                Pull a node first
              </Button>
            )
          }
        >
          A plan is what would have to be written so that the nodes hold what your files want. Making one
          writes nothing.
        </EmptyState>
      </Card>
    </>
  );
}
