import { create } from 'zustand';

import { workspace } from './workspace.ts';

/** The month a person chose, `YYYY-MM`; null until they choose, which means the newest in the archive. */
const useChosenMonth = create<{ readonly chosen: string | null }>()(() => ({ chosen: null }));

/** Sets the one month that every screen shows. */
export function chooseMonth(month: string): void {
  useChosenMonth.setState({ chosen: month });
}

/** Back to the newest month, as when another workspace is opened. */
export function forgetMonth(): void {
  useChosenMonth.setState({ chosen: null });
}

/** The month every screen shows; null while the archive holds none. */
export function useMonth(): string | null {
  const chosen = useChosenMonth((state) => state.chosen);
  const newest = workspace.use((state) => state.value?.months[0]) ?? null;
  return chosen ?? newest;
}
