import { join } from 'node:path';

import * as v from 'valibot';

import { RECONCILE_REASONS } from '../../../shared/audit/explain-day.ts';
import { VERDICTS, type Reconciliation } from '../../../shared/audit/reconcile.ts';
import { writeFileAtomic } from '../../files/atomic-write.ts';
import { readJsonFile } from '../../workspace/read-file.ts';

const count = v.nullable(v.number());
const amount = v.pipe(v.string(), v.regex(/^-?\d+(\.\d{1,9})?$/));
const told = v.object({
  requests: count,
  failures: count,
  promptTokens: count,
  completionTokens: count,
  spend: v.nullable(amount),
});
const figures = {
  archive: v.object({
    requests: v.number(),
    failures: v.number(),
    promptTokens: v.number(),
    completionTokens: v.number(),
    spend: amount,
    unpriced: v.number(),
  }),
  gateway: told,
  difference: told,
  verdict: v.picklist(VERDICTS),
};
const ReconciledSchema = v.object({
  format: v.literal(1),
  node: v.string(),
  month: v.string(),
  madeAt: v.string(),
  days: v.array(
    v.object({
      day: v.string(),
      ...figures,
      reasons: v.array(
        v.object({
          code: v.picklist(RECONCILE_REASONS),
          text: v.string(),
        }),
      ),
    }),
  ),
  total: v.object(figures),
  counts: v.object({ equal: v.number(), explained: v.number(), differs: v.number(), unknown: v.number() }),
  notes: v.array(v.string()),
  tookMs: v.number(),
});

/** Keeps the last comparison of a month, so that it can be shown offline. Rejects with `file_not_written`. */
export async function saveReconciliation(workspace: string, made: Reconciliation): Promise<void> {
  const text = JSON.stringify({ format: 1, ...made }, null, 1);
  await writeFileAtomic(fileOf(workspace, made.node, made.month), `${text}\n`);
}

/** The last comparison of a month; null when there is none, or none that can be read: it can be made again. */
export async function readReconciliation(
  workspace: string,
  node: string,
  month: string,
): Promise<Reconciliation | null> {
  const stored = await readJsonFile(fileOf(workspace, node, month)).catch(() => null);
  const parsed = v.safeParse(ReconciledSchema, stored);
  if (!parsed.success || parsed.output.node !== node || parsed.output.month !== month) return null;
  const { format: _format, ...made } = parsed.output;
  return made;
}

function fileOf(workspace: string, node: string, month: string): string {
  return join(workspace, 'archive', node, `reconciled-${month}.json`);
}
