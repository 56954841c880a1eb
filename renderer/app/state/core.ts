import { create } from 'zustand';

import type { ContractEvents } from '../../../shared/contract/contract.ts';

/** Whether the core process is up, as it last said. */
export const useCore = create<{ readonly core: ContractEvents['core.changed'] }>()(() => ({
  core: { state: 'ready' },
}));
