import type { JsonObject } from '../json.ts';
import type { Problem } from '../result.ts';

/** One request as a gateway logged it, in neutral form. Times are milliseconds since 1970, UTC. */
export interface LoggedRequest {
  /** The gateway's own id; unique on a node. */
  readonly id: string;
  readonly startMs: number;
  /** Null where the gateway does not say. */
  readonly durationMs: number | null;
  /** From the start to the first token of the answer; null where the gateway does not say. */
  readonly firstTokenMs: number | null;
  /** `model`: a call to a model. `management`: an admin route. `other`: guardrail and pass-through calls. */
  readonly kind: 'model' | 'management' | 'other';
  /** The gateway's own word: `acompletion`, `/key/info`, … */
  readonly callType: string;
  /** Empty text is "no team", however the gateway spelled it. */
  readonly teamId: string;
  /** The team's name at that moment; null when the row does not say. */
  readonly teamAlias: string | null;
  /** The key's hash; never a key in clear. Empty where the gateway does not say. */
  readonly key: string;
  readonly keyAlias: string | null;
  readonly user: string;
  readonly endUser: string;
  /** The public name that was asked for; empty for rows that are not model calls. */
  readonly model: string;
  /** What served it, such as `openai/gpt-4o`; empty when nothing did. */
  readonly servedModel: string;
  readonly provider: string;
  /** Which deployment served it, in the gateway's own id; empty when none did. */
  readonly deployment: string;
  readonly organization: string;
  /** What the caller named its conversation; empty when it named none. */
  readonly session: string;
  readonly ok: boolean;
  /** Of a failure: `403`, `ModelAccessDenied…`, text without secrets; null when it went well or is not said. */
  readonly errorCode: string | null;
  readonly errorClass: string | null;
  readonly errorMessage: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of the prompt's tokens, those read from the provider's cache; null where the gateway does not say. */
  readonly cachedTokens: number | null;
  /** Nano-dollars (1e-9 US dollars), exact; null when the gateway does not say, which is not zero. */
  readonly spendNano: number | null;
  readonly cacheHit: boolean | null;
  readonly tags: readonly string[];
  readonly address: string;
  /** Fields this reader does not know, as they came. */
  readonly extra: JsonObject;
}

/** A row that could not be understood: kept with its reason, never dropped. */
export interface RefusedRow {
  /** `file.jsonl:1207` or `page 3, row 17`. */
  readonly where: string;
  readonly reason: string;
  /** The row as it came, cut at 64 kB. */
  readonly raw: string;
  /** It is no row at all, such as where a packed file is cut: what is behind it is not known. */
  readonly noRow?: true;
}

/** What an import did. */
export interface ImportSummary {
  readonly node: string;
  readonly read: number;
  readonly inserted: number;
  readonly repeated: number;
  /** Rows whose id was known with other content: the newer reading won. */
  readonly updated: number;
  readonly refused: number;
  /** First and last request, ISO 8601 UTC; null when nothing was read. */
  readonly from: string | null;
  readonly until: string | null;
  readonly seconds: number;
  /** The side file with the refused rows, relative to the workspace; null when there are none. */
  readonly refusedFile: string | null;
  /** What else has to be said, as sentences: that it went on where an earlier one was ended. Left out without any. */
  readonly notes?: readonly string[];
  /** Those of the notes on which somebody should act, for programs: `imported_in_other_node`. Left out without any. */
  readonly warnings?: readonly Problem[];
}

/**
 * An import of a file that was ended before it was committed; it goes on when the same file is imported again, untouched.
 */
export interface UnfinishedImport {
  readonly node: string;
  /** The file's name. */
  readonly description: string;
  /** When it was last begun, ISO 8601 UTC. */
  readonly at: string;
  /** Rows that were read. */
  readonly rows: number;
  /** Its file is another by now, or gone, so that nobody goes on with it. Left out while nobody has touched that. */
  readonly file?: 'changed' | 'gone' | undefined;
}

/** One thing that repairing the archive did, or could not do. */
export interface RepairStep {
  readonly node: string;
  readonly done: boolean;
  /** For a person, in sentences. */
  readonly text: string;
}

/** Why hours of a node are not in the archive. */
export const GAP_REASONS = ['damaged', 'before-first', 'logging-off', 'retention', 'not-imported'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** Hours that are not in the archive, and why. ISO 8601 UTC, `until` exclusive. */
export interface Gap {
  readonly from: string;
  readonly until: string;
  /** For a person, as a sentence. */
  readonly why: string;
  /** For a program; left out while it is not yet worked out (see gap-reasons.ts). */
  readonly reason?: GapReason;
}

/** What the archive holds of one node. */
export interface NodeCoverage {
  readonly node: string;
  readonly from: string | null;
  readonly until: string | null;
  readonly requests: number;
  readonly gaps: readonly Gap[];
  /** Time of which all requests are there and lack something, such as their teams; left out for none. */
  readonly lacks?: readonly Gap[];
}

/** A row of the audit table. */
export interface AuditRow extends LoggedRequest {
  readonly node: string;
}
