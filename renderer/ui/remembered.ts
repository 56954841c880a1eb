import { useCallback, useState } from 'react';

/**
 * A choice about how things are shown, kept on this machine for the next run: never data, never a secret.
 * A kept value that is not among `allowed` counts as none. Where nothing can be kept, it lasts for the run.
 */
export function useRemembered<T extends string>(
  key: string,
  allowed: readonly T[],
  fallback: T,
): readonly [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => recall(key, allowed) ?? fallback);
  const choose = useCallback(
    (next: T) => {
      setValue(next);
      remember(key, next);
    },
    [key],
  );
  return [value, choose];
}

function recall<T extends string>(key: string, allowed: readonly T[]): T | null {
  try {
    const kept = window.localStorage.getItem(`gatehouse.${key}`);
    return allowed.find((value) => value === kept) ?? null;
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    window.localStorage.setItem(`gatehouse.${key}`, value);
  } catch {
    // Storage can be refused by the system; the choice then lasts until the window is closed.
  }
}
