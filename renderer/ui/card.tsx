import type { ReactNode } from 'react';

import './card.css';

export interface CardProps {
  /** Heading of the card. Left out, the card has no header. */
  readonly title?: string;
  readonly count?: number | string;
  /** At the far end of the header: a switch, a button, a few quiet words. */
  readonly aside?: ReactNode;
  /** Fills the height it is given and scrolls inside. */
  readonly fill?: boolean;
  /** Padding around the content; leave it out for tables and lists that reach the edge. */
  readonly padded?: boolean;
  readonly children: ReactNode;
}

/** A sheet of content with an optional header line. */
export function Card({ title, count, aside, fill = false, padded = false, children }: CardProps) {
  return (
    <section className={`card${fill ? ' card--fill' : ''}`} aria-label={title}>
      {title !== undefined && (
        <header className="card__header">
          <h2>{title}</h2>
          {count !== undefined && <span className="muted">{count}</span>}
          {aside !== undefined && <div className="card__aside">{aside}</div>}
        </header>
      )}
      <div className={`card__body${padded ? ' card__body--padded' : ''}`}>{children}</div>
    </section>
  );
}

export interface FigureProps {
  /** What is measured. */
  readonly label: string;
  readonly value: ReactNode;
  /** What stands beside the figure: the period, the share, what it lacks. */
  readonly note?: ReactNode;
}

/** One large figure with its label and what it covers. */
export function Figure({ label, value, note }: FigureProps) {
  return (
    <div className="figure">
      <div className="figure__label">{label}</div>
      <div className="figure__value">{value}</div>
      {note !== undefined && <div className="figure__note">{note}</div>}
    </div>
  );
}
