import type { WorkspacePart, TaskState } from '../../shared/contract/answers.ts';
import type { KeyReference } from '../../shared/fleet/node.ts';

/** Which of a node's keys. */
export type KeyUse = 'read' | 'apply';

/**
 * Where keys live. In the app the shell answers (operating system keychain); on the command line the
 * environment does. Nothing but the adapters' connections ever receives what `get` returns.
 */
export interface SecretStore {
  get(node: string, use: KeyUse, reference: KeyReference): Promise<string | null>;
  /** Where the key can be found now, without reading it; null when it cannot. */
  locate(
    node: string,
    use: KeyUse,
    reference: KeyReference,
  ): Promise<'keychain' | 'session' | 'env' | 'sample' | null>;
  set(node: string, use: KeyUse, key: string): Promise<'keychain' | 'session'>;
  remove(node: string): Promise<void>;
}

/** Time and identity come from outside, so that tests can set them. */
export interface Clock {
  now(): Date;
}

/** What services tell whoever listens. */
export interface CoreEvents {
  taskChanged(state: TaskState): void;
  workspaceChanged(part: WorkspacePart): void;
}
