import type { Problem } from '../../shared/result.ts';
import './problem-note.css';
import { Button } from './button.tsx';
import { Tag } from './tag.tsx';

export interface ProblemNoteProps {
  readonly problem: Problem;
  /** Tries again what failed. */
  readonly onRetry?: (() => void) | undefined;
  /** A line inside a form or a card, not a block of its own. */
  readonly inline?: boolean;
}

/** What went wrong, where, and what to do next. Announced when it appears. */
export function ProblemNote({ problem, onRetry, inline = false }: ProblemNoteProps) {
  return (
    <div className={`problem${inline ? ' problem--inline' : ''}`} role="alert">
      <Tag tone="bad">problem</Tag>
      <div className="problem__words">
        <p className="strong">{problem.message}</p>
        {problem.next !== undefined && <p className="soft">{problem.next}</p>}
        {problem.where !== undefined && <p className="mono muted">{problem.where}</p>}
      </div>
      {onRetry !== undefined && (
        <Button icon="refresh" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
