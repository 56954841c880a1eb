import type { LoggedRequest } from '../../shared/audit/logged-request.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';
import type { Resource } from '../../shared/fleet/snapshot.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';

/** One answer of a gateway's admin API, as it came. */
export interface Answer {
  /** Upper case. */
  readonly method: string;
  /** Below the node's address, without the query: `/team/info`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly status: number;
  /** Media type in lower case without parameters; empty when the answer does not say. */
  readonly contentType: string;
  /** Parsed when it is JSON (see parseJson in http/lossless.ts), otherwise the text. Null when empty. */
  readonly body: JsonValue;
}

/** One row of an answer and what was read from it. */
export type ReadItem =
  | { readonly source: JsonValue; readonly resource: Resource }
  | { readonly source: JsonValue; readonly request: LoggedRequest };

/** A row that could not be understood, and why. */
export interface Unread {
  /** `row 17`, or a path inside the body. */
  readonly where: string;
  readonly reason: string;
}

/** What a successful answer says, in neutral form. */
export interface Reading {
  readonly items: readonly ReadItem[];
  readonly refused: readonly Unread[];
  /** What it says besides rows, in the gateway's own words: version, totals, licence. */
  readonly facts: JsonObject;
}

/**
 * Reads the successful answers (2xx) of one route. Pure. The adapters read with these, and recordings of
 * real gateways are run through the same ones. `read` throws a ProblemError with code
 * `answer_unreadable` when the body is not of the shape the route has.
 */
export interface AnswerReader {
  readonly gateway: GatewayKind;
  /** For messages: `teams`, `spend log`. */
  readonly name: string;
  /** `path` without the query. Patterns of other routes must not match. */
  match(method: string, path: string): boolean;
  read(answer: Answer): Reading;
  /** Fields of rows that are left out on purpose, because they repeat others or must not be kept. */
  readonly leftOut?: readonly string[];
}
