import { describe, expect, it } from 'vitest';
import { problemOfNetwork } from '../../../../electron/gateways/http/network-problems.ts';
import { waitBefore } from '../../../../electron/gateways/http/retry.ts';

const PLACE = { node: 'prod-1', route: 'GET /team/list', secrets: [] };

describe('problemOfNetwork', () => {
  it.each([
    ['ECONNREFUSED', 'node_unreachable', 'nothing listens'],
    ['ENOTFOUND', 'node_unreachable', 'name cannot be resolved'],
    ['EHOSTUNREACH', 'node_unreachable', 'no way to that network'],
    ['ECONNRESET', 'node_unreachable', 'broke before it answered GET /team/list'],
    ['ETIMEDOUT', 'node_timeout', 'within 45 seconds'],
    ['EPROTO', 'node_unreachable', 'protocol'],
    ['ERR_TOO_LARGE', 'answer_too_large', '50 MB'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls_untrusted', 'not trusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_untrusted', 'not trusted'],
    ['CERT_HAS_EXPIRED', 'tls_untrusted', 'not trusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_untrusted', 'not trusted'],
    ['EWHATEVER', 'node_unreachable', 'EWHATEVER'],
  ])('tells %s as %s', (code, expected, words) => {
    const { problem, status } = problemOfNetwork(PLACE, 'https://gateway.example', code, 45_000);
    expect(problem.code).toBe(expected);
    expect(problem.message).toContain(words);
    expect(problem.message).toContain('prod-1');
    expect(problem.next).not.toBe('');
    expect(status).toBeNull();
  });
});

describe('waitBefore', () => {
  const now = Date.UTC(2026, 10, 23, 12);

  it.each([
    [0, null, 300],
    [2, null, 1200],
    [0, '30', 30_000],
    [0, '61', null],
    [0, 'Mon, 23 Nov 2026 12:00:05 GMT', 5000],
    [0, 'Mon, 23 Nov 2026 11:00:00 GMT', 0],
    [1, 'soon', 600],
  ])('waits before attempt %d after "%s" for %s ms', (attempt, retryAfter, ms) => {
    expect(waitBefore(attempt, retryAfter, 300, now)).toBe(ms);
  });
});

it.each([
  ['/health/readiness', /Check the address/],
  ['/spend/logs/v2', /shorter time span/],
])('advises for an answer of %s that is too large what helps there', (route, words) => {
  const place = { node: 'eu', route } as Parameters<typeof problemOfNetwork>[0];
  expect(problemOfNetwork(place, 'http://h', 'ERR_TOO_LARGE', 1000).problem.next).toMatch(words);
});
