import { create } from 'zustand';

/** The month a person chose, `YYYY-MM`; null until they choose, which means the newest in the archive. */
export const useChosenMonth = create<{ readonly chosen: string | null }>()(() => ({ chosen: null }));

/** Sets the one month that every screen shows. */
export function chooseMonth(month: string): void {
  useChosenMonth.setState({ chosen: month });
}

/** Back to the newest month, as when another workspace is opened. */
export function forgetMonth(): void {
  useChosenMonth.setState({ chosen: null });
}
