import type { RefusedRow } from '../../../shared/audit/logged-request.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { redact } from '../http/redact.ts';

const LONGEST_RAW = 65_536;

/** A row of the log or the ledger that could not be read, as it came but for secrets. */
export function refusedRow(where: string, reason: string, row: JsonObject): RefusedRow {
  return { where, reason, raw: redact(JSON.stringify(row)).slice(0, LONGEST_RAW) };
}
