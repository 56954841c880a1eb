import { lazy, type ComponentType } from 'react';

import { OverviewScreen } from '../features/overview/overview-screen.tsx';
import type { IconName } from '../ui/icon.tsx';
import type { Screen } from './state/navigation.ts';

/** One screen of the app, in the order of the rail. */
export interface ScreenEntry {
  readonly screen: Screen;
  readonly title: string;
  readonly icon: IconName;
  readonly component: ComponentType;
  /** The letter that leads here after "g". */
  readonly letter: string;
}

const loaders = {
  fleet: async () => ({ default: (await import('../features/fleet/fleet-screen.tsx')).FleetScreen }),
  config: async () => ({ default: (await import('../features/config/config-screen.tsx')).ConfigScreen }),
  changes: async () => ({ default: (await import('../features/changes/changes-screen.tsx')).ChangesScreen }),
  audit: async () => ({ default: (await import('../features/audit/audit-screen.tsx')).AuditScreen }),
  costs: async () => ({ default: (await import('../features/cost/costs-screen.tsx')).CostsScreen }),
} satisfies Record<Exclude<Screen, 'overview'>, () => Promise<{ default: ComponentType }>>;

/** Every screen. All but the first are loaded apart, so that the window is there sooner. */
export const SCREEN_ENTRIES: readonly ScreenEntry[] = [
  { screen: 'overview', title: 'Overview', icon: 'overview', component: OverviewScreen, letter: 'o' },
  { screen: 'fleet', title: 'Fleet', icon: 'fleet', component: lazy(loaders.fleet), letter: 'f' },
  { screen: 'config', title: 'Config', icon: 'config', component: lazy(loaders.config), letter: 'c' },
  { screen: 'changes', title: 'Changes', icon: 'changes', component: lazy(loaders.changes), letter: 'h' },
  { screen: 'audit', title: 'Audit', icon: 'audit', component: lazy(loaders.audit), letter: 'a' },
  { screen: 'costs', title: 'Costs', icon: 'costs', component: lazy(loaders.costs), letter: 's' },
];

/** Fetches the other screens once the first one is there, so that going to one is instant. */
export function loadOtherScreens(): void {
  for (const load of Object.values(loaders)) void load();
}
