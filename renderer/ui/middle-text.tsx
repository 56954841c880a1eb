import type { ReactNode } from 'react';

import './middle-text.css';

/** So many characters at the end stay in sight. */
const TAIL = 7;

/**
 * A name or an id in one line, cut in its middle where there is no room: its ends tell it from its neighbours. Pointing
 * at it shows the whole, and it is copied whole.
 */
export function MiddleText({ text }: { readonly text: string }): ReactNode {
  const characters = Array.from(text);
  const head = characters.length > 2 * TAIL ? characters.slice(0, -TAIL).join('') : text;
  return (
    <span className="middle" title={text}>
      <span className="middle__head">{head}</span>
      {head !== text && <span className="middle__tail">{text.slice(head.length)}</span>}
    </span>
  );
}
