import { create } from 'zustand';

import type { RequestFilter } from '../../../shared/audit/logged-request.ts';
import type { Side } from '../../../shared/contract/contract.ts';
import type { CostDimension } from '../../../shared/cost/cost-report.ts';

export const SCREENS = ['overview', 'fleet', 'config', 'changes', 'audit', 'costs'] as const;
export type Screen = (typeof SCREENS)[number];

/** Where in the app one can be, with what is looked at there. The month is apart: it is one for all screens. */
export type Place =
  | { readonly screen: 'overview' }
  | { readonly screen: 'fleet'; readonly node?: string }
  | { readonly screen: 'config'; readonly path?: string; readonly compare?: { left: Side; right: Side } }
  | { readonly screen: 'changes'; readonly id?: string }
  | { readonly screen: 'audit'; readonly filter?: Omit<RequestFilter, 'month'> }
  | { readonly screen: 'costs'; readonly by?: CostDimension };

/** Where the window is now. */
export const useNavigation = create<{ readonly place: Place }>()(() => ({ place: { screen: 'overview' } }));

/** Goes to a place. */
export function go(place: Place): void {
  useNavigation.setState({ place });
}

/** The place, if it is on the given screen; what a screen reads its own target from. */
export function usePlace<S extends Screen>(screen: S): Extract<Place, { screen: S }> | null {
  const place = useNavigation((state) => state.place);
  return place.screen === screen ? (place as Extract<Place, { screen: S }>) : null;
}
