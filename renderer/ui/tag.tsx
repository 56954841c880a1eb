import type { ReactNode } from 'react';

import './tag.css';

/** What a tag says, by colour and by shape: a state is never told by colour alone. */
export type TagTone = 'neutral' | 'good' | 'caution' | 'bad' | 'accent' | 'unknown';

const SHAPES: Readonly<Record<TagTone, string>> = {
  neutral: 'M6 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zm0 1.6a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8z',
  good: 'M6 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  caution: 'M6 1.8 10.6 10H1.4z',
  bad: 'M6 1.2 10.8 6 6 10.8 1.2 6z',
  accent: 'M2.8 2.8h6.4v6.4H2.8z',
  unknown: 'M1.5 4.9h9v2.2h-9z',
};

export interface TagProps {
  readonly tone?: TagTone;
  /** Leave the shape out where the words already tell the state, as in a count. */
  readonly plain?: boolean;
  readonly children: ReactNode;
}

/** A short state: circle is well, triangle wants care, diamond is wrong, ring is neutral, bar is not known. */
export function Tag({ tone = 'neutral', plain = false, children }: TagProps) {
  return (
    <span className={`tag tag--${tone}`}>
      {!plain && (
        <svg className="tag__shape" viewBox="0 0 12 12" aria-hidden focusable="false">
          <path d={SHAPES[tone]} fillRule="evenodd" />
        </svg>
      )}
      {children}
    </span>
  );
}
