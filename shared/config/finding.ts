export const SEVERITIES = ['critical', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something noticed in a file, with its place and a way to fix it. */
export interface Finding {
  /** Stable name of the rule, such as `yaml-syntax`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: string;
  /** Place in the text: offsets in UTF-16 units from 0, line and column from 1. */
  readonly from?: number;
  readonly to?: number;
  readonly line?: number;
  readonly column?: number;
}
