import type { LogRow } from '../../gateways/adapter.ts';
import { readEntry } from '../../gateways/doubleword/entry.ts';
import { joinExport } from '../../gateways/doubleword/export-ledger.ts';
import { ProblemError } from '../../../shared/result.ts';
import { readExportedCharges } from '../sources/doubleword-exports.ts';
import type { LogSource } from '../sources/log-source.ts';

/** What is left to be imported, and how its rows are read. */
export interface ReadyFiles {
  readonly sources: readonly LogSource[];
  /** Null where each gateway's own reader will do. */
  readonly readRow: ((row: unknown) => LogRow) | undefined;
}

/**
 * Of Doubleword's exports, requests do not say who paid: that is in the transactions. With both, each request is put
 * together with its charge; transactions alone are no requests. Rejects with `charges_without_requests`.
 */
export async function readDoublewordExports(
  given: readonly LogSource[],
  signal: AbortSignal,
): Promise<ReadyFiles> {
  const charges = given.filter(({ rows }) => rows === 'doubleword-transactions');
  const sources = given.filter(({ rows }) => rows !== 'doubleword-transactions');
  const [first] = charges;
  if (first === undefined) return { sources, readRow: undefined };
  if (sources.length === 0)
    throw new ProblemError({
      code: 'charges_without_requests',
      message: `${first.description} holds what requests cost, not the requests themselves. Nothing was imported.`,
      next: 'Choose the export of the requests together with it.',
      where: first.path,
    });
  const { ledger } = await readExportedCharges(charges, signal);
  return {
    sources,
    readRow(row) {
      const read = readEntry(row);
      return read.ok ? { ok: true, request: joinExport(read.request, ledger, new Map()) } : read;
    },
  };
}
