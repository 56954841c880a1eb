import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { upgradeFile } from '../../../shared/replay/upgrade-file.ts';

const read = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../fixtures/litellm-verdicts', `${name}.json`), 'utf8');

describe('recorded requests under the rules of the other release', () => {
  test('are changed by a few differences, each named', () => {
    // Those of 3,000 recorded cases that one of the two releases lets through and the other refuses.
    const { before, after, changed, requests } = upgradeFile(read('changed-1.106.2'), 'x', '1.81.13');
    expect(before).toEqual({ release: '1.106.2', exact: true, basis: 'recorded' });
    expect(after).toEqual({ release: '1.81.13', exact: true, basis: 'recorded' });
    expect([requests, changed.length]).toEqual([21, 21]);
    for (const one of changed) expect(one.before.allowed).not.toBe(one.after.allowed);
    const codes = changed.map(({ difference }) => difference.code);
    expect(codes.filter((code) => code === 'budgets.user')).toHaveLength(8);
    expect(codes.filter((code) => code === 'key-aliases')).toHaveLength(2);
    expect(codes.filter((code) => code === 'providers')).toHaveLength(11);
    expect(changed.find(({ difference }) => difference.code === 'providers')?.difference.text).toMatch(
      /^"claude-3-.*" is of anthropic by the cost map of 1\.81\.13, and was of no provider by that of 1\.106\.2\.$/,
    );
  });

  test('are mostly answered alike, with other statuses', () => {
    const { requests, changed, answeredOtherwise } = upgradeFile(read('cases-1.106.2'), 'x', '1.81.13');
    expect([requests, changed.length]).toEqual([336, 5]);
    // 401 and 400 became 403 and 422.
    expect(answeredOtherwise).toBeGreaterThan(100);
  });

  test('stay as they are under their own', () => {
    const same = upgradeFile(read('sequence-1.81.13'), 'x', '1.81.13');
    expect(same).toMatchObject({ changed: [], differences: [], answeredOtherwise: 0 });
  });

  test('need a version', () => {
    expect(() => upgradeFile(read('cases-1.81.13'), 'x', 'newest')).toThrow(/"newest" is no version/);
  });
});
