import type { NodeHealth, GatewayKind } from '../../shared/fleet/node.ts';
import type { Resource, Section } from '../../shared/fleet/snapshot.ts';
import type { DailyTotals } from '../../shared/audit/daily-totals.ts';
import type { AdminEvent } from '../../shared/audit/events.ts';
import type { LoggedRequest, RefusedRow } from '../../shared/audit/logged-request.ts';
import type { Operation } from '../../shared/plan/plan.ts';

/** How to reach one node. Made for one task and dropped; the key is never stored in it for longer. */
export interface Connection {
  readonly node: string;
  readonly url: string;
  readonly key: string;
  /** PEM text of the node's own certificate authority. */
  readonly ca?: string;
  /** Who writes, for the gateway's own audit log. */
  readonly changedBy?: string;
}

/** What the writes of an operation came to. */
export interface Applied {
  /** The resource it touched or made. */
  readonly resourceId: string;
  /** The secret that the gateway made with it and shows this once; it goes to whoever asked for it, and nowhere else. */
  readonly secret?: string;
}

/** Progress and cancel for work that takes a while. */
export interface Work {
  readonly signal: AbortSignal;
  /** `total` is null when not known beforehand. */
  readonly progress: (done: number, total: number | null, detail?: string) => void;
  /** Takes what a write did besides what was asked of it, as a sentence for the journal, once it is done. */
  readonly notice?: (message: string) => void;
}

/** What a pull brings home: neutral resources, and the raw answers they were read from. */
export interface PulledState {
  readonly version: string | null;
  readonly sections: readonly Section[];
  readonly resources: readonly Resource[];
  /** Route -> JSON text of each page as it came, secrets redacted. */
  readonly raw: ReadonlyMap<string, readonly string[]>;
}

/** One page of a log: of a gateway's request log, or of a file of it. */
export interface LogPage {
  readonly rows: readonly LoggedRequest[];
  readonly refused: readonly RefusedRow[];
  /** Size of what was read for it, bytes. */
  readonly bytes: number;
  /**
   * With this page, everything that the node's log held inside this span has been yielded: what was read can be
   * saved, and a reading that is interrupted later goes on from the end of this span. Null where nothing can be
   * said yet, and always for a file.
   */
  readonly covered: LogWindow | null;
  /** What the rows lack although none is missing, such as their teams, and why, as a sentence; left out for nothing. */
  readonly lack?: string;
}

/** One row of a log, understood or refused with the reason. */
export type LogRow =
  { readonly ok: true; readonly request: LoggedRequest } | { readonly ok: false; readonly reason: string };

/** Milliseconds since 1970 UTC; `untilMs` exclusive. */
export interface LogWindow {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** What a gateway's own audit log says of a window. */
export interface AuditLog {
  /** False where the gateway keeps no such log, or shows it to nobody without a licence. */
  readonly available: boolean;
  readonly events: readonly AdminEvent[];
  /** Why there is no log, or what it cannot tell, as a sentence; null when it tells everything. */
  readonly why: string | null;
}

/**
 * One kind of gateway: raw answers in, neutral model out. Every method rejects with a ProblemError whose
 * message names the node and the route, and never carries a key. None of them makes a paid call.
 */
export interface GatewayAdapter {
  readonly kind: GatewayKind;
  /** Reachability, authorisation, version and capabilities. Does not reject: what failed is in the answer. */
  check(connection: Connection, work: Work): Promise<NodeHealth>;
  pull(connection: Connection, work: Work): Promise<PulledState>;
  /**
   * Sends the writes of one operation. Its answer is not proof: the caller re-reads. Resolves with the id
   * of the resource it touched or made. When it fails after a write was done, or when a write got no clear
   * answer, it rejects with a MaybeWrittenError (maybe-written.ts), with the id where it is known; an error
   * with a 4xx of the gateway that is none of these answers the first write, and then nothing was changed.
   */
  apply(connection: Connection, operation: Operation, work: Work): Promise<Applied>;
  /** Reads one resource again; null when the node does not hold it. */
  reread(connection: Connection, kind: Resource['kind'], id: string, work: Work): Promise<Resource | null>;
  /** Reads one row of this gateway's log, from a page or from an exported file. Pure. */
  readLogRow(row: unknown): LogRow;
  /**
   * The request log of a window, oldest first: spans of it that were read wholly follow one another without a gap
   * (`covered`), and each ends with the page that says so. Inside a span rows come in any order, and rows may repeat
   * between pages. The last seconds before now are yielded but never covered, as a gateway writes a row some time
   * after the call. Asks the node at most two questions at once, rests where it is slow, waits where it is overloaded.
   */
  readLog(connection: Connection, window: LogWindow, work: Work): AsyncIterable<LogPage>;
  /** What the gateway itself counted of each UTC day that the window touches: a second opinion, not the truth. */
  dailyTotals(connection: Connection, window: LogWindow, work: Work): Promise<DailyTotals>;
  /** What the gateway's own audit log says that administrators did in the window. */
  readAuditEvents(connection: Connection, window: LogWindow, work: Work): Promise<AuditLog>;
}
