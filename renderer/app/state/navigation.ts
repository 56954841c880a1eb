import { create } from 'zustand';

import type { RequestFilter } from '../../../shared/audit/filter.ts';
import type { TimeRange } from '../../../shared/audit/saved-view.ts';
import type { Side } from '../../../shared/contract/contract.ts';
import type { CostDimension } from '../../../shared/cost/cost-report.ts';
import type { Owner, ResourceKind } from '../../../shared/fleet/snapshot.ts';

export const SCREENS = ['overview', 'fleet', 'config', 'changes', 'audit', 'costs'] as const;
export type Screen = (typeof SCREENS)[number];

/** What is compared; a side that is left out is chosen by the screen. */
export interface CompareSides {
  readonly left?: Side;
  readonly right?: Side;
}

/** What the browser of a node is narrowed to. */
export interface BrowseFilter {
  readonly text?: string;
  /** Id of a team. */
  readonly team?: string;
  readonly owner?: Owner;
}

/** What the request log is narrowed to. */
export interface AuditFilter {
  /** The month of the window when left out. */
  readonly range?: TimeRange;
  readonly text?: string;
  readonly where?: RequestFilter['where'];
}

/** What of a node is looked at: the node itself, or everything it holds and one thing of that. */
export type NodePlace =
  | { readonly page: 'about' }
  | {
      readonly page: 'holds';
      /** The first kind that the node has when left out. */
      readonly kind?: ResourceKind;
      readonly filter?: BrowseFilter;
      /** Id of the resource that is looked at. */
      readonly id?: string;
      /** It fills the page, instead of standing beside the table. */
      readonly whole?: boolean;
    };

/** Where in the app one can be, with what is looked at there. The month is apart: it is one for all screens. */
export type Place =
  | { readonly screen: 'overview' }
  /** Without `at`: all nodes, and that one of them beside. */
  | { readonly screen: 'fleet'; readonly node?: string; readonly at?: NodePlace }
  /** With `replay`: what the file that is being edited would have meant, in the place of its editor. */
  | { readonly screen: 'config'; readonly path?: string; readonly replay?: true }
  | {
      readonly screen: 'changes';
      readonly id?: string;
      readonly compare?: CompareSides;
      readonly replay?: true;
      /** Id of a kept replay; null for the newest. */
      readonly kept?: string | null;
    }
  | { readonly screen: 'audit'; readonly filter?: AuditFilter }
  | { readonly screen: 'costs'; readonly by?: CostDimension };

/** Where the window is now. */
export const useNavigation = create<{ readonly place: Place }>()(() => ({ place: { screen: 'overview' } }));

/**
 * Asked before a screen is left: true lets it happen, false holds it back. A guard that holds back may call
 * `proceed` later, when the person has decided.
 */
export type LeaveGuard = (proceed: () => void) => boolean;

let guard: LeaveGuard | null = null;

/** Sets who is asked before a screen is left, until the returned function is called. */
export function guardLeaving(next: LeaveGuard): () => void {
  guard = next;
  return () => {
    if (guard === next) guard = null;
  };
}

/** Does something that ends what is on the screen, unless the screen holds that back. */
export function leaveFor(leave: () => void): void {
  if (guard === null || guard(leave)) leave();
}

/** Goes to a place, unless the screen that would be left holds that back. */
export function go(place: Place): void {
  const leave = (): void => {
    useNavigation.setState({ place });
  };
  const leaving = useNavigation.getState().place.screen !== place.screen;
  if (leaving) leaveFor(leave);
  else leave();
}

/** The place, if it is on the given screen; what a screen reads its own target from. */
export function usePlace<S extends Screen>(screen: S): Extract<Place, { screen: S }> | null {
  const place = useNavigation((state) => state.place);
  return place.screen === screen ? (place as Extract<Place, { screen: S }>) : null;
}
