import { create } from 'zustand';

/** Whether the command palette is open. */
export const usePalette = create<{ readonly open: boolean }>()(() => ({ open: false }));

/** Opens the palette. */
export function openPalette(): void {
  usePalette.setState({ open: true });
}

/** Opens or closes it. */
export function setPaletteOpen(open: boolean): void {
  usePalette.setState({ open });
}
