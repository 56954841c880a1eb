// What the calls about imported logs answer: imports, coverage, requests, events, questions in SQL, costs.

import type { AdminEvent, EventCoverage } from '../audit/events.ts';
import type { AuditRow, ImportSummary, NodeCoverage, UnfinishedImport } from '../audit/logged-request.ts';
import type { Reconciliation } from '../audit/reconcile.ts';
import type { SavedView } from '../audit/saved-view.ts';
import type { CostReport } from '../cost/cost-report.ts';
import type { Problem } from '../result.ts';

export interface ImportReport {
  readonly imports: readonly ImportSummary[];
}

export interface CoverageView {
  readonly nodes: readonly NodeCoverage[];
  /** Imports of files that were ended and go on when the same file is imported again; left out without any. */
  readonly unfinished?: readonly UnfinishedImport[];
}

export interface ReconciliationView {
  /** Null when the month was never compared. */
  readonly reconciliation: Reconciliation | null;
}

export interface AuditPage {
  readonly rows: readonly AuditRow[];
  readonly total: number;
  /** Nano-dollars of all matching rows, not of the page alone, as decimal text of US dollars. */
  readonly spend: string;
  /** What the archive holds and lacks of the time that was asked for, of each node that was asked for. */
  readonly coverage: readonly NodeCoverage[];
  /** Why some of the archive could not be read: rows, total and spend are without it. Empty when all could. */
  readonly problems: readonly Problem[];
  /** How long the query took, milliseconds. */
  readonly tookMs: number;
}

/** A request as its gateway wrote it, secrets redacted. */
export interface RequestRecord {
  /** JSON text; null when there is none, and `why` says so. */
  readonly record: string | null;
  /** `file`: word for word from where it was imported. `archive`: put together again from what the archive keeps. */
  readonly from: 'file' | 'archive';
  /** `october.jsonl:1207`, or the segment. */
  readonly where: string;
  /** Why it is not the gateway's own words, as a sentence; null when it is. */
  readonly why: string | null;
}

export interface RequestsCsv extends CsvText {
  /** How many requests are in the text. */
  readonly rows: number;
  /** More matched than a file may have. */
  readonly cut: boolean;
}

/** A value of a field. */
export interface FieldValueCount {
  /** As a condition takes it. */
  readonly value: string;
  /** The newest name of a team or key; null where there is none. */
  readonly name: string | null;
  readonly requests: number;
}

export interface FieldValues {
  readonly values: readonly FieldValueCount[];
  /** How many different values there are in all. */
  readonly total: number;
}

export interface AdminEvents {
  /** Newest first. */
  readonly events: readonly AdminEvent[];
  readonly sources: readonly EventCoverage[];
}

/** What asking the nodes for their audit logs brought. */
export interface FetchedEvents {
  /** `events`: how many were new; `why` as in {@link EventCoverage}. */
  readonly fetched: readonly {
    readonly node: string;
    readonly events: number;
    readonly why: string | null;
  }[];
  readonly failed: readonly { readonly node: string; readonly problem: Problem }[];
}

export interface SavedViews {
  /** By name. */
  readonly views: readonly SavedView[];
}

/** A value of an answer: whole numbers beyond 2^53 are text, and so is what JSON has no number for. */
export type QueryCell = string | number | null;

/** What a statement gave. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly QueryCell[])[];
  /** There are more rows than were asked for. */
  readonly truncated: boolean;
  /** With filling what it was asked of, milliseconds. */
  readonly tookMs: number;
  /** Why some of the archive could not be looked at, as sentences. Empty when all could. */
  readonly lost: readonly string[];
  /** What is to be known of the answer beside, as sentences. */
  readonly notes: readonly string[];
}

/** What statements can be asked of. */
export interface QuerySchema {
  readonly tables: readonly QueryTable[];
}

export interface QueryTable {
  readonly name: string;
  readonly meaning: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: 'text' | 'integer';
    /** One line, with the unit. */
    readonly meaning: string;
  }[];
}

export interface CostView {
  readonly report: CostReport;
}

export interface CsvText {
  readonly suggestedName: string;
  readonly text: string;
}
