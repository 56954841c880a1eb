import type { Problem } from '../../shared/result.ts';
import type { KeyUse } from './ports.ts';

/** A request of the core to the shell's key vault. */
export type VaultRequest =
  | {
      readonly op: 'get' | 'locate';
      readonly node: string;
      readonly use: KeyUse;
      /** `scheme://host:port` that the key is to be sent to. */
      readonly origin: string;
    }
  | {
      readonly op: 'set';
      readonly node: string;
      readonly use: KeyUse;
      readonly key: string;
      readonly origin: string;
    }
  | { readonly op: 'remove'; readonly node: string };

/** Core process to shell. */
export type FromCore =
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'vault'; readonly id: number; readonly request: VaultRequest };

/** Shell to core process. A `client` message carries a message port. */
export type ToCore =
  | { readonly type: 'client' }
  | { readonly type: 'stop' }
  /** The nodes can be asked now, or will not come up. */
  | { readonly type: 'nodes-up' }
  | {
      readonly type: 'vault-answer';
      readonly id: number;
      readonly answer: string | null;
      readonly failed?: Problem;
    };
