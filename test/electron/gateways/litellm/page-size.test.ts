import { expect, test } from 'vitest';

import { GatewayError } from '../../../../electron/gateways/http/problems.ts';
import { createPageSize } from '../../../../electron/gateways/litellm/page-size.ts';

function failed(code: string, status: number | null): GatewayError {
  return new GatewayError({ code, message: 'It failed.' }, status);
}

test('a page of an older release holds a hundred rows, at once', () => {
  const size = createPageSize();
  expect(size.rows()).toBe(500);
  expect(size.lighten(failed('refused', 422))).toBe(true);
  expect(size.rows()).toBe(100);
  // What is refused now has another reason, until the last size: then it is not asked again.
  expect(size.lighten(failed('refused', 422))).toBe(true);
  expect(size.lighten(failed('refused', 422))).toBe(false);
  expect(size.rows()).toBe(20);
});

test('a page gets smaller with each answer that was too large, too late or broke the gateway, to the smallest', () => {
  const size = createPageSize();
  const failures = [
    failed('node_timeout', null),
    failed('answer_too_large', null),
    failed('gateway_failed', 500),
    failed('gateway_failed', 504),
  ];
  expect(failures.map((failure) => [size.lighten(failure), size.rows()])).toEqual([
    [true, 250],
    [true, 100],
    [true, 20],
    [false, 20],
  ]);
});

test('a page stays as it is when something else failed', () => {
  const size = createPageSize();
  for (const status of [401, 403, 429, 502, 503]) expect(size.lighten(failed('refused', status))).toBe(false);
  expect(size.rows()).toBe(500);
});

test('slow answers make pages smaller, but not so small that asking costs more than the rows', () => {
  const size = createPageSize();
  size.answered(900);
  expect(size.rows()).toBe(500);
  for (const expected of [250, 100, 100]) {
    size.answered(2000);
    expect(size.rows()).toBe(expected);
  }
});
