import { useEffect, useEffectEvent } from 'react';
import type { RefObject } from 'react';

/**
 * Keys for a whole part of the screen, wherever in it the focus is. Each of them needs another way to do the
 * same that can be seen, such as a button.
 */
export function useKeys(part: RefObject<HTMLElement | null>, onKey: (event: KeyboardEvent) => void): void {
  const handle = useEffectEvent(onKey);
  useEffect(() => {
    const element = part.current;
    const listener = (event: KeyboardEvent): void => {
      handle(event);
    };
    element?.addEventListener('keydown', listener);
    return () => element?.removeEventListener('keydown', listener);
  }, [part]);
}
