import type { Resource, ResourceKind, Snapshot } from '../fleet/snapshot.ts';
import type { Action, FieldChange, Operation } from './plan.ts';

/** An operation that has no number yet. */
export type Draft = Omit<Operation, 'id'>;

/** One write as it is wanted, before it is an operation. */
export interface Write {
  readonly action: Action;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly node: string;
  readonly held?: Resource;
  readonly wanted?: Resource;
  /** What an update sets, as far as it is worked out. */
  readonly changes?: readonly FieldChange[];
}

/** What is wanted as the gateway would give it back, or why it cannot hold it: a clause for a sentence. */
export type WantedForm =
  { readonly ok: true; readonly wanted: Resource } | { readonly ok: false; readonly why: string };

/** Changes that can be written, and why the others cannot, each a sentence for a person. */
export interface TakenParts {
  readonly taken: readonly FieldChange[];
  readonly left: readonly string[];
}

/** Drafts that may go out, and why others may not. */
export interface CheckedDrafts {
  readonly drafts: readonly Draft[];
  readonly left: readonly string[];
}

/** What becomes of something that is made again after it was deleted. */
export interface RemakeRules {
  /** The setting by which a new key is given its secret; null where the gateway makes the secret itself. */
  readonly keySecret: string | null;
  /** Kinds that count what they spend, and count from zero when they are made again. */
  readonly counting: ReadonlySet<ResourceKind>;
  /** Kinds with credit and entries in a ledger, which stay with the one that was deleted. */
  readonly credited: ReadonlySet<ResourceKind>;
}

/**
 * What planning has to know of one kind of gateway. All in which the gateways differ stands here: nothing else in
 * `shared/plan` asks which kind a node is.
 */
export interface GatewayPlanning {
  /** Kinds that an administrator can write over its API. */
  readonly writable: ReadonlySet<ResourceKind>;
  /** Kinds that it makes under an id of the caller's choice. */
  readonly chosenIds: ReadonlySet<ResourceKind>;
  readonly remake: RemakeRules;
  /** Names of the settings that a kind is known to have; null where any may be set. */
  readonly settings: (kind: ResourceKind) => readonly string[] | null;
  /** Why it would not do a write of a kind that it takes; null when it would. */
  readonly whyNot: (write: Write) => string | null;
  /** Spells what is wanted as a pull gives it back. @param held what is there; undefined for something new. */
  readonly form: (wanted: Resource, held: Resource | undefined) => WantedForm;
  /** What is wanted of something new without what can only be read; what of that would be otherwise is told to `leaveOut`. */
  readonly creatable: (node: string, wanted: Resource, leaveOut: (message: string) => void) => Resource;
  /** Splits what an update would change into what is taken and what is not. */
  readonly taken: (node: string, held: Resource, changes: readonly FieldChange[]) => TakenParts;
  /** What of a plan for one node can be pushed, all of it seen together. */
  readonly together: (drafts: readonly Draft[], snapshot: Snapshot) => CheckedDrafts;
  /** What an operation brings with it there, besides what it does on every gateway. */
  readonly consequences: (operation: Draft, snapshot: Snapshot) => readonly string[];
}
