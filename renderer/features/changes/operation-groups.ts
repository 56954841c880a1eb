import { levelOf } from '../../../shared/plan/order.ts';
import {
  summarise,
  type Action,
  type Change,
  type ChangeSummary,
  type Operation,
  type OperationResult,
  type OperationStatus,
  type PlanWarning,
} from '../../../shared/plan/plan.ts';
import type { ResourceKind } from '../../../shared/fleet/snapshot.ts';

/** An operation, how it ended, and what it brings with it. */
export interface OperationRow {
  readonly operation: Operation;
  readonly result: OperationResult;
  /** What a person must know of it before pushing. */
  readonly consequences: readonly string[];
}

/** Operations of one node that do not depend on each other: they are sent side by side, after the step before. */
export interface OperationStep {
  /** From 1, in the order in which they are sent to the node. */
  readonly number: number;
  readonly kinds: readonly ResourceKind[];
  readonly deletes: boolean;
  readonly rows: readonly OperationRow[];
}

/** The operations of one node, step by step. */
export interface NodeOperations {
  readonly node: string;
  readonly steps: readonly OperationStep[];
  readonly rows: readonly OperationRow[];
  readonly summary: ChangeSummary;
}

/** What of a plan is looked at. */
export interface OperationFilter {
  readonly text: string;
  readonly action: Action | 'all';
}

/** The rows of a change in the order of its plan. */
export function rowsOf({ plan, results }: Pick<Change, 'plan' | 'results'>): readonly OperationRow[] {
  const found = new Map(results.map((result) => [result.operation, result]));
  const speaking = speakersOf(plan.warnings);
  return plan.operations.map((operation) => ({
    operation,
    result: found.get(operation.id) ?? { operation: operation.id, status: 'waiting' },
    consequences: speaking(operation).map(({ message }) => message),
  }));
}

/** The warnings that are about no operation of the plan: what it leaves out, and why. */
export function otherWarnings(
  { warnings }: Change['plan'],
  rows: readonly OperationRow[],
): readonly PlanWarning[] {
  const told = new Set(rows.flatMap(({ consequences }) => consequences));
  return warnings.filter(({ message }) => !told.has(message));
}

/**
 * Rows by node, nodes in the order of the plan, and by step; nothing is lost or doubled.
 *
 * @param all the whole plan where `rows` is a part of it: steps keep the number that they have there
 */
export function groupRows(
  rows: readonly OperationRow[],
  all: readonly OperationRow[] = rows,
): readonly NodeOperations[] {
  return [...gather(rows, ({ operation }) => operation.node)].map(([node, own]) => {
    const levels = [
      ...new Set(
        all.filter(({ operation }) => operation.node === node).map(({ operation }) => levelOf(operation)),
      ),
    ].sort((a, b) => a - b);
    const steps = gather(own, ({ operation }) => levelOf(operation));
    return {
      node,
      steps: levels.flatMap((level, index) => {
        const inStep = steps.get(level);
        return inStep === undefined ? [] : [stepOf(index + 1, inStep)];
      }),
      rows: own,
      summary: summarise(own.map(({ operation }) => operation)),
    };
  });
}

/** The rows that answer a filter: all words in the node, kind, name or a field. */
export function filterRows(
  rows: readonly OperationRow[],
  { text, action }: OperationFilter,
): readonly OperationRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ operation }) => {
    if (action !== 'all' && operation.action !== action) return false;
    const { node, kind, name, fields } = operation;
    const hay = [node, kind, name, ...fields.map(({ path }) => path)].join('\n').toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/** How many operations ended in each way. */
export function countResults(results: readonly OperationResult[]): ReadonlyMap<OperationStatus, number> {
  const counts = new Map<OperationStatus, number>();
  for (const { status } of results) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

/** The nodes that a plan writes to, in its order; nodes without an operation are left out. */
export function nodesOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.map(({ node }) => node))];
}

function gather<Key>(
  rows: readonly OperationRow[],
  keyOf: (row: OperationRow) => Key,
): ReadonlyMap<Key, readonly OperationRow[]> {
  const groups = new Map<Key, OperationRow[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

function stepOf(number: number, rows: readonly OperationRow[]): OperationStep {
  return {
    number,
    kinds: [...new Set(rows.map(({ operation }) => operation.kind))],
    deletes: rows.every(({ operation }) => operation.action === 'delete'),
    rows,
  };
}

/**
 * The warnings that name an operation: they put the resource in quotes. Looked up by what stands between two
 * quotes, as a plan may have thousands of both.
 */
function speakersOf(warnings: readonly PlanWarning[]): (operation: Operation) => readonly PlanWarning[] {
  const quoted = new Map<string, PlanWarning[]>();
  for (const warning of warnings) {
    for (const words of new Set(warning.message.split('"').slice(1, -1))) {
      const key = `${warning.node ?? ''}"${words}`;
      const known = quoted.get(key);
      if (known === undefined) quoted.set(key, [warning]);
      else known.push(warning);
    }
  }
  return ({ node, name }) =>
    name.includes('"')
      ? warnings.filter((one) => one.node === node && one.message.includes(`"${name}"`))
      : (quoted.get(`${node}"${name}`) ?? []);
}
