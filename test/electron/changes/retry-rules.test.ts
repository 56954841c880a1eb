import { describe, expect, it } from 'vitest';

import { mayStillCome, pauseBeforeAgain, waitAskedFor } from '../../../electron/changes/retry-rules.ts';
import { GatewayError } from '../../../electron/gateways/http/problems.ts';
import { MaybeWrittenError } from '../../../electron/gateways/maybe-written.ts';

const answered = (status: number | null, retryAfterMs: number | null = null, code = 'any') =>
  new GatewayError({ code, message: 'made up' }, status, retryAfterMs);

describe('sending again', () => {
  it.each([
    ['429', answered(429), 1000, 1000],
    ['429 that names a time', answered(429, 7000), 7000, 7000],
    ['429 that asks for more than a minute', answered(429, 61_000), null, null],
    ['502', answered(502), 1000, 2000],
    ['503 that names a time', answered(503, 3000), 3000, 3000],
    ['504', answered(504), 1000, null],
    ['a connection that broke', answered(null, null, 'node_unreachable'), 1000, 2000],
    ['silence', answered(null, null, 'node_timeout'), 1000, null],
    ['500', answered(500), null, null],
    ['a 401 of an overloaded gateway', answered(401, null, 'overloaded'), 1000, 1000],
    ['a 401', answered(401, null, 'wrong_key'), null, null],
    ['a refusal', answered(403), null, null],
    ['a certificate that is not trusted', answered(null, null, 'tls_untrusted'), null, null],
    ['a fault of ours', new Error('made up'), null, null],
  ])('after %s: an update after %s ms', (_, error, update, create) => {
    for (const given of [error, error instanceof GatewayError ? new MaybeWrittenError(error, null) : error]) {
      expect(pauseBeforeAgain('update', given)).toBe(update);
      expect(pauseBeforeAgain('delete', given)).toBe(update);
      expect(pauseBeforeAgain('create', given)).toBe(create);
    }
  });

  it('waits for others only where a gateway asks to be left alone', () => {
    expect(waitAskedFor(answered(429, 5000))).toBe(5000);
    expect(waitAskedFor(answered(503, 5000))).toBeNull();
  });

  it('knows after which failures a write may still be carried out', () => {
    expect([500, 502, 504, 408].map((status) => mayStillCome(answered(status)))).toEqual(Array(4).fill(true));
    expect([400, 403, 429].map((status) => mayStillCome(answered(status)))).toEqual(Array(3).fill(false));
    expect(mayStillCome(answered(null, null, 'node_timeout'))).toBe(true);
    expect(mayStillCome(answered(null, null, 'node_unreachable'))).toBe(false);
  });
});
