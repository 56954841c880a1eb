import type { ReactNode } from 'react';

import './page.css';
import { Icon } from './icon.tsx';

/** A page above this one. */
export interface TrailStep {
  readonly label: string;
  readonly onGo: () => void;
}

export interface PageProps {
  /** A title that says something. */
  readonly title: ReactNode;
  /** What the page covers: counts, period, what is missing. */
  readonly subtitle?: ReactNode;
  /** The pages above this one, the topmost first. */
  readonly trail?: readonly TrailStep[];
  /** Buttons at the far end; at most one of them primary. */
  readonly actions?: ReactNode;
  /** The page takes the height of the window, and its parts scroll by themselves. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** A screen: title line, then content in at most two panes. */
export function Page({ title, subtitle, trail, actions, fill = false, children }: PageProps) {
  return (
    <div className={`page${fill ? ' page--fill' : ''}`}>
      <header className="page__header">
        <div className="page__words">
          {trail !== undefined && <Trail steps={trail} />}
          <h1 className="page__title" tabIndex={-1}>
            {title}
          </h1>
          {subtitle !== undefined && <div className="page__subtitle">{subtitle}</div>}
        </div>
        {actions !== undefined && <div className="page__actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** The title of the page that is shown: where a keyboard or a reader goes on when what had the focus is gone. */
export function pageTitle(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.page__title');
}

/** Whether nothing has the focus, as when the button that had it was taken away or disabled. */
export function isFocusLost(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body;
}

function Trail({ steps }: { readonly steps: readonly TrailStep[] }) {
  return (
    <nav aria-label="Where this is">
      <ol className="page__trail">
        {steps.map(({ label, onGo }) => (
          <li key={label}>
            <button type="button" className="page__step" onClick={onGo}>
              {label}
            </button>
            <Icon name="next" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
