import type { ReactNode } from 'react';

import { go } from '../../app/state/navigation.ts';
import { Segmented } from '../../ui/segmented.tsx';

const VIEWS = [
  { value: 'plan', label: 'Plans' },
  { value: 'compare', label: 'Compare' },
] as const;

/** Between the plans and the comparison. */
export function ViewSwitch({ view }: { readonly view: 'plan' | 'compare' }): ReactNode {
  return (
    <Segmented
      label="What to look at"
      value={view}
      options={VIEWS}
      onChange={(next) => go(next === 'plan' ? { screen: 'changes' } : { screen: 'changes', compare: {} })}
    />
  );
}
