import type { WorkspacePart, TaskState } from '../../shared/contract/answers.ts';
import type { KeyReference } from '../../shared/fleet/node.ts';
import type { ResourceKind } from '../../shared/fleet/snapshot.ts';

/** Which of a node's keys. */
export type KeyUse = 'read' | 'apply';

/**
 * Where keys live. In the app the shell answers (operating system keychain); on the command line the
 * environment does. Nothing but the adapters' connections ever receives what `get` returns.
 *
 * A kept key belongs to the origin (`scheme://host:port`) it was set for: the fleet file can be edited by
 * anyone who can write to the repository, and an edited address must not take the key along. `get` and
 * `locate` reject with `key_for_other_address` then, and with `sample_key_not_loopback` when the published
 * key of the simulated gateways is named for another machine.
 */
export interface SecretStore {
  get(node: string, use: KeyUse, reference: KeyReference, origin: string): Promise<string | null>;
  /** Where the key can be found now, without reading it; null when it cannot. */
  locate(
    node: string,
    use: KeyUse,
    reference: KeyReference,
    origin: string,
  ): Promise<'keychain' | 'session' | 'env' | 'sample' | null>;
  set(node: string, use: KeyUse, key: string, origin: string): Promise<'keychain' | 'session'>;
  remove(node: string): Promise<void>;
  /** What a plan's secret reference stands for in this process's environment; null when it is not set. */
  named(name: string): string | null;
  /** Takes a secret that a gateway made and shows once; left out where nobody asked to see it. */
  readonly made?: (made: MadeSecret) => void;
}

/** The secret of something new, which the gateway made itself. */
export interface MadeSecret {
  readonly node: string;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly secret: string;
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
