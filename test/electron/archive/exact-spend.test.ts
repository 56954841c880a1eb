import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import { ledgerNano } from '../../../electron/gateways/doubleword/decimal.ts';
import { formatFemto, parseFemto, sumDecimal } from '../../../shared/cost/money.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { makeRequest, quietWork } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const FROM = Date.UTC(2026, 9, 1);
const WINDOW = { sinceMs: FROM, untilMs: Date.UTC(2026, 10, 1) };
const now = () => new Date('2026-11-20T00:00:00Z');

/** Amounts as a ledger writes them, with 15 decimals: most of them what nano-dollars hold, some finer. */
const anyAmount = fc
  .oneof(
    fc.bigInt(0n, 10n ** 10n).map((nano) => nano * 1_000_000n),
    fc.bigInt(0n, 10n ** 16n),
    fc.constantFrom(0n, 1n, 499_999n, 500_000n, 500_001n, 999_999n),
  )
  .map((femto) => {
    const digits = femto.toString().padStart(16, '0');
    return `${digits.slice(0, -15)}.${digits.slice(-15)}`;
  });

const anyCharge = fc.record({
  id: fc.integer({ min: 1, max: 40 }).map(String),
  hour: fc.nat(700),
  user: fc.constantFrom('ana', 'ben'),
  amount: anyAmount,
});

function requestOf({ id, user, amount }: { id: string; user: string; amount: string }): LoggedRequest {
  const money = ledgerNano(amount);
  return makeRequest({
    id,
    // A request comes again under its own time.
    startMs: FROM + Number(id) * 17 * 3_600_000,
    user,
    spendNano: money?.nano ?? null,
    extra: money?.exact === false ? { amount } : {},
  });
}

test('what requests cost adds up to the last digit of their ledger, in all and by part, whatever is corrected later', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyCharge, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      async (imports) => {
        const archive = openArchive(await temporaryFolder(), { capacity: 5, threads: 0, now });
        const known = new Map<string, { readonly user: string; readonly amount: string }>();
        for (const charges of imports) {
          for (const charge of charges) known.set(charge.id, charge);
          const rows = charges.map(requestOf);
          const pages = (async function* () {
            await Promise.resolve();
            yield { rows, refused: [], bytes: 1, covered: WINDOW };
          })();
          const log = { description: 'the log of dw', gateway: 'doubleword', pages, window: WINDOW };
          await archive.importPages('dw', log, quietWork());
        }
        const all = [...known.values()];
        const exact = sumDecimal(all.map(({ amount }) => amount));
        const { total, rows } = await archive.costReport('2026-10', ['user'], ['dw']);
        expect(total.spend).toBe(exact);
        for (const { user, spend } of rows)
          expect(spend).toBe(sumDecimal(all.filter((one) => one.user === user).map(({ amount }) => amount)));
        const byDay = await archive.costReport('2026-10', ['day', 'model'], ['dw']);
        expect(sumDecimal(byDay.rows.map(({ spend }) => spend))).toBe(exact);
        const whole = await archive.requests.find({ where: [] });
        expect(formatFemto(await whole.femto())).toBe(exact);
        const ofAna = await archive.requests.find({ where: [], text: 'ana' });
        expect(await ofAna.femto()).toBe(
          all
            .filter(({ user }) => user === 'ana')
            .reduce((sum, { amount }) => sum + (parseFemto(amount) ?? 0n), 0n),
        );
        expect((await archive.verify(quietWork())).problems).toEqual([]);
        await archive.close();
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
