import {
  summarise,
  type Change,
  type ChangeSummary,
  type Operation,
  type OperationResult,
  type OperationStatus,
} from '../../../shared/plan/plan.ts';

/** An operation and how it ended. */
export interface OperationRow {
  readonly operation: Operation;
  readonly result: OperationResult;
}

/** The operations of one node, in the order in which they are sent. */
export interface NodeOperations {
  readonly node: string;
  readonly rows: readonly OperationRow[];
  readonly summary: ChangeSummary;
}

/** The operations of a change by node, nodes in the order of the plan; nothing is lost or doubled. */
export function groupByNode({ plan, results }: Pick<Change, 'plan' | 'results'>): readonly NodeOperations[] {
  const found = new Map(results.map((result) => [result.operation, result]));
  const groups = new Map<string, OperationRow[]>();
  for (const operation of plan.operations) {
    const result = found.get(operation.id) ?? { operation: operation.id, status: 'waiting' };
    const rows = groups.get(operation.node);
    if (rows === undefined) groups.set(operation.node, [{ operation, result }]);
    else rows.push({ operation, result });
  }
  return [...groups].map(([node, rows]) => ({
    node,
    rows,
    summary: summarise(rows.map(({ operation }) => operation)),
  }));
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
