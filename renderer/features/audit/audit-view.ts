import type { ReactNode } from 'react';

/** What every way of looking at the log is given; it makes the page. */
export interface AuditViewProps {
  /** Path of the workspace. */
  readonly root: string;
  /** The month of the window, `YYYY-MM`. */
  readonly month: string;
  /** The switch between the ways; belongs first among the actions of the page. */
  readonly tabs: ReactNode;
}
