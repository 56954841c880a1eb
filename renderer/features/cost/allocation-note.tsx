import type { ReactNode } from 'react';

import { allocationText, type GroupAllocation } from '../../../shared/cost/group-rule.ts';
import { go } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';

/** By which rule figures of teams were made where a gateway does not say which team paid: beside them, always. */
export function AllocationNote({
  allocation,
}: {
  readonly allocation: readonly GroupAllocation[];
}): ReactNode {
  if (allocation.length === 0) return null;
  return (
    <div className="cost__allocation">
      {allocation.map((one) => (
        <p key={one.node}>{allocationText(one)}</p>
      ))}
      <Button tone="quiet" icon="pencil" onClick={() => go({ screen: 'config', path: 'costs.yaml' })}>
        Change the rule
      </Button>
    </div>
  );
}
