import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

import './floating.css';

export interface TooltipProps {
  readonly content: ReactNode;
  /** One element that takes focus, such as a button. */
  readonly children: ReactElement;
}

/** Words that appear beside an element when it is pointed at or focused. Never the only place they stand. */
export function Tooltip({ content, children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="floating">
          <Base.Popup className="tooltip">{content}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
