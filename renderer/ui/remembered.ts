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

/** The same for a list of such choices, in their order. Kept ones that are not allowed any more are left out. */
export function useRememberedList<T extends string>(
  key: string,
  allowed: readonly T[],
  fallback: readonly T[],
): readonly [readonly T[], (values: readonly T[]) => void] {
  const [values, setValues] = useState<readonly T[]>(() => {
    const kept = (recallText(key) ?? '').split(' ').flatMap((text) => allowed.filter((one) => one === text));
    return kept.length === 0 ? fallback : [...new Set(kept)];
  });
  const choose = useCallback(
    (next: readonly T[]) => {
      setValues(next);
      remember(key, next.join(' '));
    },
    [key],
  );
  return [values, choose];
}

/** The same for texts that a person typed, the newest first, each once: the last `most` of them. */
export function useRememberedTexts(
  key: string,
  most: number,
): readonly [readonly string[], (text: string) => void] {
  const [texts, setTexts] = useState<readonly string[]>(() => recallTexts(key).slice(0, most));
  const add = useCallback(
    (text: string) => {
      // What another window of this machine added meanwhile stays.
      const next = [text, ...recallTexts(key).filter((one) => one !== text)].slice(0, most);
      setTexts(next);
      remember(key, JSON.stringify(next));
    },
    [key, most],
  );
  return [texts, add];
}

function recallTexts(key: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(recallText(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

function recall<T extends string>(key: string, allowed: readonly T[]): T | null {
  const kept = recallText(key);
  return allowed.find((value) => value === kept) ?? null;
}

function recallText(key: string): string | null {
  try {
    return window.localStorage.getItem(`gatehouse.${key}`);
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
