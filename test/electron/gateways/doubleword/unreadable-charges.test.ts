import { expect, test } from 'vitest';

import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { textOr } from '../../../../electron/gateways/doubleword/fields.ts';
import type { RefusedRow, LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { stoppedTime } from '../log/read-log.ts';
import { startNodeChanged } from './front.ts';
import { LOG, OCTOBER, work } from './node.ts';

const CHARGES = LOG.ledger.filter(({ transaction_type: type }) => type === 'usage');
const ODD = new Map<string, JsonObject>([
  [CHARGES[3]?.id ?? '', { user_id: null }],
  [CHARGES[8]?.id ?? '', { amount: 1.5 }],
]);

function start() {
  return startNodeChanged((path, body): JsonValue => {
    if (path !== '/transactions') return body;
    const page = body as { readonly data: readonly JsonObject[] };
    return { ...page, data: page.data.map((row) => ({ ...row, ...ODD.get(textOr(row['id'], '')) })) };
  });
}

const adapter = createDoublewordAdapter({
  client: { retries: 0 },
  now: () => new Date(OCTOBER.untilMs + 24 * 3_600_000),
  patience: stoppedTime(),
  spanRows: 200,
});

test('a charge that cannot be read is refused and shown, its request has no price, and all others theirs', async () => {
  const rows: LoggedRequest[] = [];
  const refused: RefusedRow[] = [];
  for await (const page of adapter.readLog(await start(), OCTOBER, work())) {
    rows.push(...page.rows);
    refused.push(...page.refused);
  }
  expect(rows).toHaveLength(LOG.entries.length);
  expect(refused.map(({ reason }) => reason).toSorted()).toEqual([
    'amount is not text',
    'user_id is not text',
  ]);
  for (const { where } of refused) expect(where).toMatch(/^ledger from 2026-.*, row ./);
  const unpriced = rows.filter(({ spendNano }) => spendNano === null).map(({ id }) => id);
  expect(new Set(unpriced)).toEqual(new Set([CHARGES[3]?.source_id, CHARGES[8]?.source_id]));
});

test('a charge that cannot be read is named where the days of a node are added up', async () => {
  const { notes } = await adapter.dailyTotals(await start(), OCTOBER, work());
  expect(notes.join(' ')).toMatch(
    /2 of its charges could not be read and stand in no sum \(ledger from .* is not text\)/,
  );
});
