import { create } from 'zustand';

import { go } from '../../app/state/navigation.ts';

/** Which dialog of the fleet is open, and for which node. */
export type FleetDialog =
  | { readonly dialog: 'add' }
  | { readonly dialog: 'key'; readonly node: string }
  | { readonly dialog: 'remove'; readonly node: string };

export const useFleetDialog = create<{ readonly open: FleetDialog | null }>()(() => ({ open: null }));

/** Goes to the fleet and opens "Add a node". */
export function openAddNode(): void {
  go({ screen: 'fleet' });
  useFleetDialog.setState({ open: { dialog: 'add' } });
}

/** Goes to the fleet and opens "Set key" for a node. */
export function openSetKey(node: string): void {
  go({ screen: 'fleet', node });
  useFleetDialog.setState({ open: { dialog: 'key', node } });
}

/** Asks whether a node is to be removed. */
export function openRemoveNode(node: string): void {
  useFleetDialog.setState({ open: { dialog: 'remove', node } });
}

/** The node whose problem is to be brought before the person, once it is known; null when none is. */
export const usePointedNode = create<{ readonly node: string | null }>()(() => ({ node: null }));

/** Chooses a node, and has its problem scrolled to and focused when it shows one. */
export function pointAtNode(node: string): void {
  go({ screen: 'fleet', node });
  usePointedNode.setState({ node });
}

export function closeFleetDialog(): void {
  useFleetDialog.setState({ open: null });
}
