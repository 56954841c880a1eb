import type { ReactNode } from 'react';

import { go, type Place } from '../../app/state/navigation.ts';
import { Segmented } from '../../ui/segmented.tsx';

const VIEWS = [
  { value: 'plan', label: 'Plans' },
  { value: 'compare', label: 'Compare' },
  { value: 'replay', label: 'Replay' },
] as const;
type View = (typeof VIEWS)[number]['value'];

const PLACES: Readonly<Record<View, Place>> = {
  plan: { screen: 'changes' },
  compare: { screen: 'changes', compare: {} },
  replay: { screen: 'changes', replay: true },
};

/** Between the plans, the comparison and the replay. */
export function ViewSwitch({ view }: { readonly view: View }): ReactNode {
  return (
    <Segmented label="What to look at" value={view} options={VIEWS} onChange={(next) => go(PLACES[next])} />
  );
}
