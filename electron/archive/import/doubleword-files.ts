import { formatFemto } from '../../../shared/cost/money.ts';
import { readEntry } from '../../gateways/doubleword/entry.ts';
import { joinExport } from '../../gateways/doubleword/export-ledger.ts';
import type { Work } from '../../gateways/adapter.ts';
import type { Problem } from '../../../shared/result.ts';
import { ProblemError } from '../../../shared/result.ts';
import { readExportedCharges } from '../sources/doubleword-exports.ts';
import type { RowReading } from './import-source.ts';
import type { LogSource } from '../sources/log-source.ts';

/** What is left to be imported, and how its rows are read. */
export interface ReadyFiles {
  readonly sources: readonly LogSource[];
  /** Left out where each gateway's own reader will do. */
  readonly reading?: RowReading;
  /** Of charges that belong to no request that was read; null when there are none. */
  readonly leftOver: () => Problem | null;
}

/**
 * Of Doubleword's exports, requests do not say who paid: that is in the transactions. With both, each request is put
 * together with its charge; transactions alone are no requests. Rejects with `charges_without_requests`.
 */
export async function readDoublewordExports(given: readonly LogSource[], work: Work): Promise<ReadyFiles> {
  const charges = given.filter(({ rows }) => rows === 'doubleword-transactions');
  const sources = given.filter(({ rows }) => rows !== 'doubleword-transactions');
  const [first] = charges;
  if (first === undefined) return { sources, leftOver: () => null };
  if (sources.length === 0)
    throw new ProblemError({
      code: 'charges_without_requests',
      message: `${first.description} holds what requests cost, not the requests themselves. Nothing was imported.`,
      next: 'Choose the export of the requests together with it.',
      where: first.path,
    });
  const { ledger, refused } = await readExportedCharges(charges, work);
  return {
    sources,
    reading: {
      key: charges.map(({ timedFingerprint }) => timedFingerprint).join(' '),
      refused,
      beside: charges,
      lack: 'Which group paid is not known: files do not say it. An import from the node does.',
      readRow(row) {
        const read = readEntry(row);
        return read.ok ? { ok: true, request: joinExport(read.request, ledger, null) } : read;
      },
    },
    leftOver() {
      const { charges: count, femto } = ledger.unmatched();
      if (count === 0) return null;
      const which =
        count === 1
          ? `1 charge of $${formatFemto(femto)} in the transactions belongs`
          : `${count} charges of $${formatFemto(femto)} in the transactions belong`;
      return {
        code: 'charges_without_request',
        message: `${which} to no request that was read.`,
        next: 'Import the export of these requests together with the same transactions.',
        where: first.path,
      };
    },
  };
}
