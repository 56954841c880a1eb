import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { isJsonObject } from '../../../shared/json.ts';
import { withCharge } from './join.ts';
import type { JoinContext } from './join.ts';
import { chargeOf, femtoOfCharge } from './ledger-row.ts';
import type { Charge } from './ledger-row.ts';

/** The usage charges of exported transactions, packed: less than 100 bytes of memory each. */
export interface ExportLedger {
  /** Takes a row of an export (dwctl 10.13.1); what is wrong with it, or null. Grants and purchases are passed over. */
  add(row: unknown): string | null;
  /** How many charges it holds: one for a request, however often it is exported. */
  size(): number;
  /** The charge of a request, which from then on counts as found. */
  chargeOf(requestId: string): Charge | null;
  /** Charges that no request asked for: their requests are in no file that was read, or batches were grouped. */
  unmatched(): { readonly charges: number; readonly femto: bigint };
}

/** Ids of requests are numbers, written as text; other texts are kept as they are. */
const NUMBER = /^(?:0|[1-9]\d{0,14})$/;
const FIRST_ROWS = 65_536;

/** Starts an empty ledger. */
export function createExportLedger(): ExportLedger {
  const at = new Map<number | string, number>();
  const users = createNames();
  const tiers = createNames();
  const exact = new Map<number, string>();
  let nano = new Float64Array(FIRST_ROWS);
  let created = new Float64Array(FIRST_ROWS);
  let user = new Uint32Array(FIRST_ROWS);
  let tier = new Uint32Array(FIRST_ROWS);
  let found = new Uint8Array(FIRST_ROWS);

  function reserve(): void {
    if (at.size < nano.length) return;
    nano = larger(nano, new Float64Array(nano.length * 2));
    created = larger(created, new Float64Array(created.length * 2));
    user = larger(user, new Uint32Array(user.length * 2));
    tier = larger(tier, new Uint32Array(tier.length * 2));
    found = larger(found, new Uint8Array(found.length * 2));
  }

  return {
    add(row) {
      if (!isJsonObject(row)) return 'the row is not an object';
      if (row['transaction_type'] !== 'usage') return null;
      const charge = chargeOf(row);
      if (typeof charge === 'string') return charge;
      const key = keyOf(charge.sourceId);
      reserve();
      const index = at.get(key) ?? at.size;
      at.set(key, index);
      nano[index] = charge.nano;
      created[index] = charge.createdMs;
      user[index] = users.numberOf(charge.userId);
      tier[index] = tiers.numberOf(charge.tier);
      if (charge.exactAmount === null) exact.delete(index);
      else exact.set(index, charge.exactAmount);
      return null;
    },
    size: () => at.size,
    chargeOf(requestId) {
      const index = at.get(keyOf(requestId));
      if (index === undefined) return null;
      found[index] = 1;
      return {
        sourceId: requestId,
        userId: users.nameOf(user[index] ?? 0),
        nano: nano[index] ?? 0,
        exactAmount: exact.get(index) ?? null,
        tier: tiers.nameOf(tier[index] ?? 0),
        createdMs: created[index] ?? 0,
      };
    },
    unmatched() {
      let charges = 0;
      let sum = 0n;
      for (let index = 0; index < at.size; index += 1) {
        if (found[index] === 1) continue;
        charges += 1;
        sum += femtoOfCharge({ nano: nano[index] ?? 0, exactAmount: exact.get(index) ?? null });
      }
      return { charges, femto: sum };
    },
  };
}

/**
 * Puts spend and payer of the exported ledger onto a request of an export (dwctl 10.13.1).
 *
 * A priced call without a charge keeps an unknown spend, which `extra.charge` explains: unlike the node's own
 * ledger an export may hold one user or some days only, so that nobody can say that it was free.
 *
 * @param teamsOf groups of each payer, where they are known, as for {@link withCharge}.
 */
export function joinExport(
  request: LoggedRequest,
  ledger: Pick<ExportLedger, 'chargeOf'>,
  teamsOf: JoinContext['teamsOf'],
): LoggedRequest {
  const charge = ledger.chargeOf(request.id);
  if (charge !== null) return withCharge(request, charge, teamsOf);
  if (request.spendNano !== null) return request;
  return { ...request, extra: { ...request.extra, charge: 'not in the export' } };
}

function keyOf(id: string): number | string {
  return NUMBER.test(id) ? Number(id) : id;
}

function larger<Numbers extends Float64Array | Uint32Array | Uint8Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from);
  return to;
}

/** Numbers for texts that come again and again. */
function createNames(): { numberOf(name: string): number; nameOf(number: number): string } {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    numberOf(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      names.push(name);
      return names.length - 1;
    },
    nameOf: (number) => names[number] ?? '',
  };
}
