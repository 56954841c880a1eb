import type { Problem } from '../result.ts';
import type { RepairStep } from './logged-request.ts';

/** What a check of the archive found. */
export interface ArchiveVerification {
  /** No problems. */
  readonly ok: boolean;
  readonly segments: number;
  readonly rows: number;
  readonly problems: readonly Problem[];
  /** What lies there and does not count, in sentences. */
  readonly notes: readonly string[];
  readonly seconds: number;
}

/** What repairing the archive did, and what a check found afterwards. */
export interface ArchiveRepair extends ArchiveVerification {
  readonly steps: readonly RepairStep[];
}
