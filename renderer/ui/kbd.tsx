import './kbd.css';

const APPLE = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of the key that starts shortcuts here: ⌘ on a Mac, Ctrl elsewhere. */
export const MOD_KEY = APPLE ? '⌘' : 'Ctrl';

/** A shortcut such as `Mod+K`, in the words of this platform. */
export function Kbd({ keys }: { readonly keys: string }) {
  return <kbd className="kbd">{keys.replace('Mod', MOD_KEY).replaceAll('+', ' ')}</kbd>;
}
