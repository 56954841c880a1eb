import { useEffect } from 'react';

import { MOD_KEY } from '../ui/kbd.tsx';
import { SCREEN_ENTRIES } from './screens.tsx';
import { go, SCREENS, type Screen } from './state/navigation.ts';
import { openPalette } from './state/palette.ts';

/** How long "g" waits for its letter, milliseconds. */
const SEQUENCE_MS = 1200;

/** What one key press asks for. */
export type Shortcut = { readonly do: 'palette' } | { readonly do: 'go'; readonly screen: Screen } | null;

interface KeyPress {
  readonly key: string;
  readonly mod: boolean;
  /** The focus is where text is typed. */
  readonly typing: boolean;
  /** A "g" was pressed just before. */
  readonly afterG: boolean;
}

/** Reads one key press: Mod+K, Mod+1 to Mod+6, or a letter after "g". */
export function readShortcut({ key, mod, typing, afterG }: KeyPress): Shortcut {
  if (mod && key.toLowerCase() === 'k') return { do: 'palette' };
  const numbered = mod ? SCREENS[Number(key) - 1] : undefined;
  if (numbered !== undefined) return { do: 'go', screen: numbered };
  if (typing || mod) return null;
  if (key === '/') return { do: 'palette' };
  if (!afterG) return null;
  const entry = SCREEN_ENTRIES.find(({ letter }) => letter === key);
  return entry === undefined ? null : { do: 'go', screen: entry.screen };
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  // The YAML editor lives in a shadow root; its host stands for it here.
  return target.closest('input, textarea, select, [contenteditable]') !== null || target.shadowRoot !== null;
}

/** Listens for the app's shortcuts as long as the window is open. */
export function useShortcuts(): void {
  useEffect(() => {
    let lastG = -Infinity;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      const mod = MOD_KEY === 'Ctrl' ? event.ctrlKey : event.metaKey;
      const typing = isTyping(event.target);
      const inDialog = document.querySelector('[role="dialog"][data-open]') !== null;
      const afterG = event.timeStamp - lastG < SEQUENCE_MS;
      lastG = event.key === 'g' && !mod && !typing ? event.timeStamp : -Infinity;
      const shortcut = readShortcut({ key: event.key, mod, typing, afterG });
      if (shortcut === null || inDialog) return;
      event.preventDefault();
      if (shortcut.do === 'palette') openPalette();
      else go({ screen: shortcut.screen });
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}
