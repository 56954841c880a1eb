import { useChosenMonth } from './chosen-month.ts';
import { workspace } from './workspace.ts';

export { chooseMonth } from './chosen-month.ts';

/** The month every screen shows, `YYYY-MM`; null while the archive holds none. */
export function useMonth(): string | null {
  const chosen = useChosenMonth((state) => state.chosen);
  const newest = workspace.use((state) => state.value?.months[0]) ?? null;
  return chosen ?? newest;
}
