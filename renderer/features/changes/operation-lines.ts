import type { NodeOperations, OperationRow, OperationStep } from './operation-groups.ts';

/** Pixels; those of the headings are guesses, as their words may wrap. */
export const ROW_HEIGHT = 54;
const NODE_HEIGHT = 30;
const STEP_HEIGHT = 28;

/** A step, and which line of the list its first row is. */
export interface PlacedStep {
  readonly step: OperationStep;
  readonly from: number;
}

/** A list of operations laid out as lines: headings and rows, one below the other. */
export interface OperationLines {
  readonly nodes: readonly { readonly group: NodeOperations; readonly steps: readonly PlacedStep[] }[];
  /** The height of each line. */
  readonly heights: readonly number[];
  /** The rows in the order in which they are seen, with their lines. */
  readonly rows: readonly { readonly row: OperationRow; readonly line: number }[];
}

/** Lays out all operations, so that those in sight can be told from the others without rendering any. */
export function layLines(groups: readonly NodeOperations[]): OperationLines {
  const heights: number[] = [];
  const rows: { row: OperationRow; line: number }[] = [];
  const nodes = groups.map((group) => {
    heights.push(NODE_HEIGHT);
    const steps = group.steps.map((step) => {
      heights.push(STEP_HEIGHT);
      const from = heights.length;
      for (const row of step.rows) {
        rows.push({ row, line: heights.length });
        heights.push(ROW_HEIGHT);
      }
      return { step, from };
    });
    return { group, steps };
  });
  return { nodes, heights, rows };
}
