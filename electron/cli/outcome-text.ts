import { KIND_NAMES } from '../../shared/fleet/snapshot.ts';
import { changeOffers } from '../../shared/plan/change-offers.ts';
import type { Change, OperationResult } from '../../shared/plan/plan.ts';
import { describeDifference, describeSummary } from './change-text.ts';
import { describeProblem } from './problem-text.ts';
import { renderTable } from './table.ts';

/** Problems that are told in full; of many operations on one node they are often the same. */
const PROBLEMS_SHOWN = 5;

const AFTER_MISMATCH =
  "Find out what set the other value (somebody else, the gateway's config file, a limit of that release), then go on, take it back, or pull and plan again.";

/** A change and what became of it, as a document for programs. */
export function outcomeDocument(change: Change): object {
  const results = new Map(change.results.map((result) => [result.operation, result]));
  return {
    change: change.id,
    status: change.status,
    ...(change.plan.reverts === undefined ? {} : { reverts: change.plan.reverts }),
    operations: change.plan.operations.map((operation) => ({
      ...operation,
      result: results.get(operation.id) ?? null,
    })),
    notes: change.notes ?? [],
  };
}

/** The same as text, with what can be done next. */
export function describeOutcome(change: Change): string {
  const results = new Map(change.results.map((result) => [result.operation, result]));
  const rows = change.plan.operations.map((operation) => [
    operation.node,
    operation.action,
    `${KIND_NAMES[operation.kind]} ${operation.name}`,
    statusWord(results.get(operation.id)),
  ]);
  const columns = ['Node', 'Action', 'What', 'Result'].map((title) => ({ title }));
  const notes = (change.notes ?? []).map(({ message }) => `Note: ${message}\n`);
  const summary = describeSummary(change.plan.summary);
  return [
    renderTable(columns, rows),
    ...mismatches(change),
    ...problems(change.results),
    ...unread(change),
    ...notes,
    `Change ${change.id}: ${change.status} (${summary}).\n`,
    ...next(change),
  ].join('');
}

function statusWord(result: OperationResult | undefined): string {
  const status = result?.status ?? 'waiting';
  return result?.note === undefined ? status : `${status} (*)`;
}

/** What of the verified operations could not be read back. */
function unread({ plan, results }: Change): readonly string[] {
  return results.flatMap(({ operation: id, note }) => {
    const operation = plan.operations.find((candidate) => candidate.id === id);
    if (note === undefined || operation === undefined) return [];
    return [`(*) ${operation.node}, ${KIND_NAMES[operation.kind]} ${operation.name}: ${note}\n`];
  });
}

/** What was sent and is not there as wanted, field by field, with what can be done about it. */
function mismatches({ plan, results }: Change): readonly string[] {
  const blocks = results.flatMap(({ operation: id, status, differs = [] }) => {
    const operation = plan.operations.find((candidate) => candidate.id === id);
    if (status !== 'mismatch' || operation === undefined) return [];
    const { node, kind, name } = operation;
    const fields = differs.map((field) => `      ${describeDifference(field)}\n`);
    return [
      `${node}, ${KIND_NAMES[kind]} ${name}: sent, but not as wanted when read again\n${fields.join('')}`,
    ];
  });
  return blocks.length === 0 ? [] : [...blocks, `  ${AFTER_MISMATCH}\n`];
}

function problems(results: readonly OperationResult[]): readonly string[] {
  const texts = new Set(
    results.flatMap(({ problem }) => (problem === undefined ? [] : [describeProblem(problem)])),
  );
  const shown = [...texts].slice(0, PROBLEMS_SHOWN);
  const left = texts.size - shown.length;
  return left > 0 ? [...shown, `And ${left} more problems: see them with --json.\n`] : shown;
}

function next(change: Change): readonly string[] {
  const { resume, rollback } = changeOffers(change);
  return [
    ...(resume ? [`Go on: gatehouse push ${change.id} --resume\n`] : []),
    ...(resume && rollback ? [`Take back: gatehouse rollback ${change.id}\n`] : []),
  ];
}
