import { useEffect, useState, type ReactNode } from 'react';

import type { Problem } from '../../shared/result.ts';
import './async-view.css';
import { ProblemNote } from './problem-note.tsx';

/** How long an answer may take before a skeleton appears; anything quicker would only flicker. */
export const SKELETON_DELAY_MS = 150;

export interface AsyncViewProps<T> {
  readonly state: { readonly loading: boolean; readonly value: T | null; readonly problem: Problem | null };
  readonly onRetry: () => void;
  /** How many lines the skeleton has. */
  readonly lines?: number;
  readonly children: (value: T) => ReactNode;
}

/**
 * Loading, error and full of one answer. While a newer answer is on its way the old one stays;
 * when that fails, the problem stands above the old one.
 */
export function AsyncView<T>({ state, onRetry, lines = 6, children }: AsyncViewProps<T>) {
  const { value, problem } = state;
  if (value === null) {
    return problem === null ? (
      <Skeleton lines={lines} />
    ) : (
      <ProblemNote problem={problem} onRetry={onRetry} />
    );
  }
  return (
    <>
      {problem !== null && <ProblemNote problem={problem} onRetry={onRetry} />}
      {children(value)}
    </>
  );
}

/** Grey lines in the place of content that is on its way. Empty for the first 150 ms. */
export function Skeleton({ lines = 6 }: { readonly lines?: number }) {
  const shown = useDelayed(SKELETON_DELAY_MS);
  return (
    <div className="skeleton" role="status" aria-label="Loading">
      {shown && Array.from({ length: lines }, (_, line) => <div key={line} className="skeleton__line" />)}
    </div>
  );
}

/** False at first, true once the delay (milliseconds) is over. */
export function useDelayed(delay: number): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setOver(true);
    }, delay);
    return () => {
      clearTimeout(timer);
    };
  }, [delay]);
  return over;
}
