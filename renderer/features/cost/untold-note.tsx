import type { ReactNode } from 'react';

import { untoldText, type UntoldCosts } from '../../../shared/cost/untold.ts';

/** What logs do not say of figures: beside them, so that none is taken for zero. */
export function UntoldNote({ untold }: { readonly untold: readonly UntoldCosts[] }): ReactNode {
  if (untold.length === 0) return null;
  return (
    <div className="cost__allocation">
      {untold.map((one) => (
        <p key={`${one.node} ${one.what}`}>{untoldText(one)}</p>
      ))}
    </div>
  );
}
