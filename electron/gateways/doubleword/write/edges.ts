import type { Operation } from '../../../../shared/plan/plan.ts';
import { textList } from '../fields.ts';
import { fieldsOf, textsIn } from './body.ts';

/** What to add to a list and what to take from it. */
export interface Edges {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/**
 * What a list that is wanted means in edges. Only those that the plan shows are changed: those of the state before that are
 * not wanted go, wanted ones that were not there come; what somebody else changed meanwhile stays, and shows when it is
 * read again.
 */
export function edgeChanges(operation: Operation, name: string): Edges {
  const wanted = fieldsOf(operation)[name];
  if (wanted === undefined) return { add: [], remove: [] };
  const after = textsIn(operation, name, wanted ?? []);
  const before = textList(operation.before?.fields[name]) ?? [];
  return {
    add: after.filter((item) => !before.includes(item)),
    remove: before.filter((item) => !after.includes(item)),
  };
}
