import type { JsonObject, JsonValue } from '../json.ts';
import type { Problem } from '../result.ts';
import type { Resource, ResourceKind } from '../fleet/snapshot.ts';

/** One field that differs. An absent side is left out, so "was null" and "was not there" differ. */
export interface FieldChange {
  /** Dotted path, `fields.` left off: `models`, `budget.limit`, `settings.metadata.owner`. */
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

export type Action = 'create' | 'update' | 'delete';

/** One resource that differs between two states. */
export interface ResourceChange {
  readonly action: Action;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly fields: readonly FieldChange[];
}

/** How many of each. */
export interface ChangeSummary {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

/** What a comparison of two states says, by meaning. */
export interface Comparison {
  readonly changes: readonly ResourceChange[];
  readonly summary: ChangeSummary;
}

/** One write to one node. */
export interface Operation extends ResourceChange {
  /** Unique within the plan, in order: `1`, `2`, … */
  readonly id: string;
  readonly node: string;
  /** The gateway's id of the resource; absent for a create. */
  readonly resourceId?: string;
  /** The whole resource before, absent for a create. */
  readonly before?: Resource;
  /**
   * What is wanted after, as {@link comparedPart} gives it: neutral fields, and the gateway's own under `settings`;
   * absent for a delete. Only what the plan sets. A secret reference (`secretReference`) stands for a secret that is
   * put in at push time.
   */
  readonly wanted?: JsonObject;
}

/** Something a person must know before pushing. */
export interface PlanWarning {
  readonly node?: string;
  readonly message: string;
  /** Something that is wanted is not in the plan: with no operations left, the nodes are still not as wanted. */
  readonly leftOut?: true;
}

/** What is wanted of something that the gateway's own config file owns: only an edit of that file can carry it. */
export interface FileEdit {
  readonly node: string;
  readonly kind: ResourceKind;
  readonly name: string;
  /** The gateway's id of what the file owns. */
  readonly resourceId: string;
  readonly fields: readonly FieldChange[];
  /** As {@link Operation.wanted}: tells keys that hold dots from keys in keys. Left out in plans of older releases. */
  readonly wanted?: JsonObject;
}

/** What a plan was confined to. A list that is left out confines nothing. */
export interface PlanScope {
  readonly kinds?: readonly ResourceKind[];
  /** Names of teams: those teams, and what belongs to them (keys). */
  readonly teams?: readonly string[];
  /** Only what carries one of these tags. */
  readonly tags?: readonly string[];
}

/** The state of a node that a plan was made from. */
export interface PlanBase {
  readonly node: string;
  readonly snapshotHash: string;
  /**
   * Marks of things that the node holds for long, from their ids and the times they were made: another node behind
   * the same address lacks them. Left out in plans of older releases.
   */
  readonly marks?: readonly string[];
}

/** Ordered operations that take nodes to the wanted state, bound to the states they were made from. */
export interface Plan {
  readonly format: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** `merge` never deletes; `sync` deletes what the policy does not name. */
  readonly mode: 'merge' | 'sync';
  readonly scope?: PlanScope;
  /** The change that this plan takes back. */
  readonly reverts?: string;
  /**
   * The files of the workspace that it was made from, by path, with their SHA-256. Left out in plans of older releases and
   * in those that take a change back.
   */
  readonly files?: readonly { readonly path: string; readonly sha256: string }[];
  /** The state each node was in; a push refuses when what it touches or depends on has moved since. */
  readonly bases: readonly PlanBase[];
  readonly operations: readonly Operation[];
  readonly summary: ChangeSummary;
  readonly warnings: readonly PlanWarning[];
  /** Edits of config files that are wanted as well; none of them is pushed. */
  readonly fileEdits?: readonly FileEdit[];
}

/** How one operation ended. `unknown`: sent, and the answer never came; a re-read decides. */
export type OperationStatus = 'waiting' | 'sent' | 'verified' | 'failed' | 'mismatch' | 'unknown' | 'skipped';

export interface OperationResult {
  readonly operation: string;
  readonly status: OperationStatus;
  readonly problem?: Problem;
  /** For `mismatch`: the fields that were not what was wanted when re-read. */
  readonly differs?: readonly FieldChange[];
  /** How often it was sent, when more than once. */
  readonly attempts?: number;
  /** For `verified`: what of it could not be read back, as a sentence for a person. */
  readonly note?: string;
}

/** `planned`: not pushed. `pushing`: begun, no end in the journal: interrupted if nobody is at it. */
export type ChangeStatus = 'planned' | 'pushing' | 'verified' | 'failed' | 'interrupted';

/** A plan with its outcome. */
export interface Change {
  readonly id: string;
  readonly status: ChangeStatus;
  readonly plan: Plan;
  readonly results: readonly OperationResult[];
  readonly startedAt?: string;
  /** The account under which it was last pushed. */
  readonly pushedBy?: string;
  readonly endedAt?: string;
  /** What the push noticed and went on with, such as unrelated changes since the plan was made. */
  readonly notes?: readonly PlanWarning[];
}

/** Counts actions. */
export function summarise(changes: readonly { readonly action: Action }[]): ChangeSummary {
  const summary = { create: 0, update: 0, delete: 0 };
  for (const { action } of changes) summary[action] += 1;
  return summary;
}
