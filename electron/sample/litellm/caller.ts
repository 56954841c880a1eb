import type { Row } from './store/row.ts';

/** Who calls. `key` is null for the master key and on open routes. */
export interface Caller {
  readonly role: string;
  readonly userId: string | null;
  readonly key: Row | null;
  /** What the log calls the key: its hash, or for the master key a name (1.106.2). Empty for none. */
  readonly keyHash: string;
}
