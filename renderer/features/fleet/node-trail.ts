import { go } from '../../app/state/navigation.ts';
import type { TrailStep } from '../../ui/page.tsx';

/** The way back from what a node holds: the fleet, and the node. */
export function nodeTrail(node: string): readonly TrailStep[] {
  return [
    ...fleetTrail(node),
    { label: node, onGo: () => go({ screen: 'fleet', node, at: { page: 'about' } }) },
  ];
}

/** The way back from a node. */
export function fleetTrail(node: string): readonly TrailStep[] {
  return [{ label: 'Fleet', onGo: () => go({ screen: 'fleet', node }) }];
}
