import { expect, test } from 'vitest';

import { isRefusedByGateway } from '../../../../electron/gateways/doubleword/refused-by-gateway.ts';
import { readEntry } from '../../../../electron/gateways/doubleword/entry.ts';

/** A row of the log as dwctl 10.13.1 writes it for a call that ended so. */
function loggedWith(status: number) {
  const row = readEntry({
    id: 26,
    timestamp: '2026-11-23T13:35:50.632742Z',
    method: 'POST',
    uri: '/chat/completions',
    model: 'large',
    status_code: status,
    duration_ms: 15,
    prompt_tokens: 0,
    completion_tokens: 0,
    total_tokens: 0,
    response_type: 'other',
  });
  if (!row.ok) throw new Error(row.reason);
  return row.request;
}

test('what the control layer refuses is logged with its own codes, and what a provider fails with others', () => {
  const refused = [200, 202, 400, 402, 403, 404, 429, 500, 502, 503].filter((status) =>
    isRefusedByGateway(loggedWith(status)),
  );
  expect(refused).toEqual([402, 403, 404, 429]);
});
