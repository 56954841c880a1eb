import { shownName } from '../../../shared/fleet/shown-name.ts';
import { KIND_NAMES, type ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type {
  Action,
  ChangeStatus,
  ChangeSummary,
  Operation,
  OperationStatus,
  PlanScope,
} from '../../../shared/plan/plan.ts';
import { plural } from '../../ui/format.ts';
import type { TagTone } from '../../ui/tag.tsx';
import { kindPlural } from '../../../shared/fleet/kind-words.ts';
import { fieldName } from '../fleet/neutral-words.ts';

/** How an action is marked, said and coloured. */
export const ACTIONS: Readonly<
  Record<Action, { readonly sign: string; readonly verb: string; readonly tone: TagTone }>
> = {
  create: { sign: '+', verb: 'create', tone: 'good' },
  update: { sign: '~', verb: 'update', tone: 'caution' },
  delete: { sign: '−', verb: 'delete', tone: 'bad' },
};

/** The order in which actions are counted and listed. */
export const ACTION_ORDER: readonly Action[] = ['create', 'update', 'delete'];

/** How an operation ended, in a word, with what a person should make of it. */
export const OPERATION_STATUS: Readonly<
  Record<OperationStatus, { readonly word: string; readonly tone: TagTone; readonly meaning: string }>
> = {
  waiting: { word: 'waiting', tone: 'neutral', meaning: 'Not sent yet.' },
  sent: { word: 'sent', tone: 'accent', meaning: 'Sent; it is being read again.' },
  verified: { word: 'verified', tone: 'good', meaning: 'Read again: the node holds what was wanted.' },
  mismatch: {
    word: 'mismatch',
    tone: 'caution',
    meaning: 'The node took it, and read again it does not hold what was wanted.',
  },
  failed: { word: 'failed', tone: 'bad', meaning: 'The node did not take it.' },
  unknown: {
    word: 'unknown',
    tone: 'unknown',
    meaning: 'It was sent, and no answer came. The node is read again before anything more is sent to it.',
  },
  skipped: {
    word: 'not sent',
    tone: 'neutral',
    meaning: 'Not sent, because something before it went wrong.',
  },
};

/** How a change stands, in a word. */
export const CHANGE_STATUS: Readonly<
  Record<ChangeStatus, { readonly word: string; readonly tone: TagTone }>
> = {
  planned: { word: 'planned', tone: 'accent' },
  pushing: { word: 'pushing', tone: 'accent' },
  verified: { word: 'verified', tone: 'good' },
  failed: { word: 'failed', tone: 'bad' },
  interrupted: { word: 'interrupted', tone: 'caution' },
};

/** What a plan was confined to, in words; null when to nothing. */
export function scopeWords(scope: PlanScope | undefined): string | null {
  const parts = [
    scope?.kinds === undefined ? null : scope.kinds.map((kind) => kindPlural(kind)).join(', '),
    scope?.teams === undefined ? null : `team ${scope.teams.join(', ')}`,
    scope?.tags === undefined ? null : `tag ${scope.tags.join(', ')}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `only ${parts.join('; ')}`;
}

/** What a step of a plan is about: `budgets and credentials`, `delete teams`. */
export function stepWords(kinds: readonly ResourceKind[], deletes: boolean): string {
  const words = kinds.map((kind) => kindPlural(kind));
  const list =
    words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
  return deletes ? `delete ${list}` : list;
}

/** `team search`. */
export function nameResource({ kind, name }: { readonly kind: ResourceKind; readonly name: string }): string {
  return `${KIND_NAMES[kind]} ${shownName(name)}`;
}

/** How many of all actions together. */
export function countAll(summary: ChangeSummary): number {
  return summary.create + summary.update + summary.delete;
}

/** `prod-eu`, `prod-eu and prod-us`, `prod-eu, prod-us and 2 more`. */
export function listNodes(nodes: readonly string[]): string {
  if (nodes.length <= 2) return nodes.join(' and ');
  if (nodes.length === 3) return `${nodes.slice(0, 2).join(', ')} and ${nodes[2] ?? ''}`;
  return `${nodes.slice(0, 2).join(', ')} and ${nodes.length - 2} more`;
}

/** The verb, the count and the nodes: `Push 3 changes to prod-eu and prod-us`. */
export function pushWords(operations: readonly Operation[], verb = 'Push'): string {
  const nodes = [...new Set(operations.map(({ node }) => node))];
  return `${verb} ${plural(operations.length, 'change')} to ${listNodes(nodes)}`;
}

/** What an operation will do, as a sentence. */
export function describeOperation(operation: Operation): string {
  const { action, node, fields } = operation;
  const what = `the ${nameResource(operation)}`;
  switch (action) {
    case 'create':
      return `Makes ${what} on ${node}.`;
    case 'update':
      return `Changes ${plural(fields.length, 'field')} of ${what} on ${node}; everything else of it stays.`;
    case 'delete':
      return `Removes ${what} from ${node}. A later plan can make one of that name again, not the same one: its id and its history are gone.`;
  }
}

/** The top names of what changes, in words: `budget, requests a minute`. */
export function fieldNames(fields: readonly { readonly path: string }[]): string {
  const tops = new Set(fields.map(({ path }) => path.split('.')[0] ?? path));
  return [...tops].map((top) => fieldName(top).toLowerCase()).join(', ');
}
