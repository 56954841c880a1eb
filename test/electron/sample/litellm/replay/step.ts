import type { Release } from '../../../../../electron/sample/litellm/release.ts';

/** A call that was made and not recorded: while the lab was filled, or between two recordings. */
export interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** The body as it is sent, in the place of `body`. */
  readonly text?: string;
  /** The release that it was made on; both when left out. */
  readonly only?: Release;
  /** The master key when left out. */
  readonly key?: string;
  /** Which ids of the recordings this answer's ids stand for: name of a field -> recorded id. */
  readonly names?: Readonly<Record<string, string>>;
}

/** A POST with a body. */
export function post(path: string, body: unknown, more: Partial<Step> = {}): Step {
  return { method: 'POST', path, body, ...more };
}
