import type { RefusedRow } from '../../../shared/audit/logged-request.ts';
import { cancelled, ProblemError } from '../../../shared/result.ts';
import type { Work } from '../../gateways/adapter.ts';
import { createExportLedger } from '../../gateways/doubleword/export-ledger.ts';
import type { ExportLedger } from '../../gateways/doubleword/export-ledger.ts';
import { parseJson } from '../../gateways/http/lossless.ts';
import { createPace } from '../pace.ts';
import { keptRow } from '../refused-file.ts';
import type { LogSource } from './log-source.ts';

/** The charges of all the transaction exports that are imported with a request export. */
export interface ExportedCharges {
  readonly ledger: ExportLedger;
  readonly refused: readonly RefusedRow[];
}

/** More are not held in memory: 3,000,000 charges take about 250 MB. A month of a large node has fewer. */
const MAX_CHARGES = 3_000_000;
/** Nor are refused rows of more than so many characters: a file with so many is no export. */
const MAX_REFUSED = 32_000_000;
const NEW_LINE = 0x0a;

/**
 * Reads exported transactions whole, before the requests they are for; `joinExport` puts them together, request
 * by request. Rejects as the sources do, with `cancelled`, and with `too_many_charges` or `too_many_refused` when they do
 * not fit in memory.
 *
 * @param sources those whose rows are `doubleword-transactions`.
 */
export async function readExportedCharges(
  sources: readonly LogSource[],
  { signal, progress }: Work,
): Promise<ExportedCharges> {
  const ledger = createExportLedger();
  const refused: RefusedRow[] = [];
  const total = sources.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
  const stop = (): void => {
    if (signal.aborted) throw cancelled('The import');
  };
  const pace = createPace(stop);
  let before = 0;
  let refusedLength = 0;
  const refuse = (row: RefusedRow, description: string): void => {
    const kept = keptRow(row);
    refusedLength += kept.raw.length + row.where.length;
    if (refusedLength > MAX_REFUSED) throw tooManyRefused(description, refused.length);
    refused.push(kept);
  };
  for (const source of sources) {
    for await (const chunk of source.chunks(signal)) {
      for (const row of chunk.refused) refuse(row, source.description);
      let record = chunk.firstRecord;
      stop();
      progress(before + chunk.consumed, total, `${ledger.size()} charges of ${source.description}`);
      for (const line of linesOf(chunk.bytes)) {
        if (pace.due()) await pace.rest();
        const reason = line === '' ? null : addLine(line, ledger);
        if (reason !== null) {
          const where = chunk.places?.[record - chunk.firstRecord] ?? source.placeOf(record);
          refuse({ where, reason, raw: line }, source.description);
        }
        record += 1;
      }
      if (ledger.size() > MAX_CHARGES) throw tooMany(source.description);
    }
    before += source.totalBytes;
  }
  return { ledger, refused };
}

function* linesOf(bytes: Uint8Array<ArrayBuffer>): Generator<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let from = 0; from < buffer.length;) {
    const end = buffer.indexOf(NEW_LINE, from);
    yield buffer.toString('utf8', from, end).trim();
    from = end + 1;
  }
}

function addLine(line: string, ledger: ExportLedger): string | null {
  try {
    return ledger.add(parseJson(line));
  } catch {
    return 'It is not JSON; it may have been cut.';
  }
}

function tooMany(name: string): ProblemError {
  return new ProblemError({
    code: 'too_many_charges',
    message: `${name} brings the exported transactions to more than 3,000,000 charges. Nothing was imported.`,
    next: 'Export transactions and requests month by month, and import each month by itself.',
    where: name,
  });
}

function tooManyRefused(name: string, rows: number): ProblemError {
  return new ProblemError({
    code: 'too_many_refused',
    message: `More than ${rows.toLocaleString('en')} rows of ${name} are no transactions that can be read. Nothing was imported.`,
    next: 'Export the transactions again, and see that the file is what was exported.',
    where: name,
  });
}
