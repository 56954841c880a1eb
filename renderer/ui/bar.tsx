import './bar.css';

export interface ShareBarProps {
  /** From 0 to 1. */
  readonly share: number;
  /** A colour token such as `var(--series-1)`; the accent when left out. */
  readonly colour?: string;
}

/** How large a part is, drawn beside the figure that says it; hidden from assistive technology for that. */
export function ShareBar({ share, colour = 'var(--series-1)' }: ShareBarProps) {
  const width = `${Math.min(1, Math.max(0, share)) * 100}%`;
  return (
    <span className="share-bar" aria-hidden>
      <span className="share-bar__part" style={{ width, background: colour }} />
    </span>
  );
}

export interface ProgressBarProps {
  /** What is going on; the accessible name. */
  readonly label: string;
  readonly done: number;
  /** Null when not known beforehand: the bar then only shows that something moves. */
  readonly total: number | null;
}

/** How far work is. */
export function ProgressBar({ label, done, total }: ProgressBarProps) {
  const known = total !== null && total > 0;
  return (
    <div
      className={`progress${known ? '' : ' progress--open'}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      {...(known && { 'aria-valuemax': total, 'aria-valuenow': Math.min(done, total) })}
    >
      <div className="progress__part" style={known ? { width: `${Math.min(1, done / total) * 100}%` } : {}} />
    </div>
  );
}

/** A square of a series' colour, beside its name. */
export function Swatch({ colour }: { readonly colour: string }) {
  return <span className="swatch" style={{ background: colour }} aria-hidden />;
}
