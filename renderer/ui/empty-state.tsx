import type { ReactNode } from 'react';

import './problem-note.css';
import { Icon, type IconName } from './icon.tsx';

export interface EmptyStateProps {
  /** What is not here, said calmly. */
  readonly title: string;
  readonly icon?: IconName;
  /** What would bring something here. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Nothing to show, and what to do about it. */
export function EmptyState({ title, icon, children, actions }: EmptyStateProps) {
  return (
    <div className="empty">
      {icon !== undefined && (
        <div className="empty__icon">
          <Icon name={icon} />
        </div>
      )}
      <h2 className="empty__title">{title}</h2>
      {children !== undefined && <p className="soft">{children}</p>}
      {actions !== undefined && <div className="empty__actions">{actions}</div>}
    </div>
  );
}
