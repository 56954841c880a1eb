import { monthInterval } from '../../../shared/audit/months.ts';
import { useChosenMonth } from './chosen-month.ts';
import { workspace } from './workspace.ts';

export { chooseMonth } from './chosen-month.ts';

/** The month every screen shows, `YYYY-MM`; null while the archive holds none. */
export function useMonth(): string | null {
  const chosen = useChosenMonth((state) => state.chosen);
  const newest = workspace.use((state) => newestBegun(state.value?.months ?? []));
  return chosen ?? newest;
}

/** The newest of months that has begun, as requests may be dated in the future; else the newest. */
function newestBegun(months: readonly string[]): string | null {
  const now = Date.now();
  return months.find((month) => monthInterval(month).fromMs <= now) ?? months[0] ?? null;
}
