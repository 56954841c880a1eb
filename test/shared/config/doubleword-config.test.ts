import { describe, expect, it } from 'vitest';

import { checkDoublewordConfig } from '../../../shared/config/doubleword-config.ts';

describe('checkDoublewordConfig', () => {
  it('finds nothing in a sound file', () => {
    expect(
      checkDoublewordConfig('port: 3001\nauth:\n  native: {enabled: true}\nenable_metrics: true\n'),
    ).toEqual([]);
    expect(checkDoublewordConfig('')).toEqual([]);
  });

  it('refuses a key that dwctl does not know, at the key', () => {
    expect(checkDoublewordConfig('port: 3001\nbudgets:\n  team-a: 5\n')).toMatchObject([
      { rule: 'doubleword-unknown-key', severity: 'critical', line: 2, column: 1 },
    ]);
  });

  it('warns of passwords written out, without repeating them', () => {
    const findings = checkDoublewordConfig('admin_password: "made-up-value"\nsecret_key: made-up-value\n');
    expect(findings.map(({ rule, severity, line }) => [rule, severity, line])).toEqual([
      ['secret-in-file', 'warning', 1],
      ['secret-in-file', 'warning', 2],
    ]);
    expect(JSON.stringify(findings)).not.toContain('made-up-value');
  });

  it('says when the file is no mapping or no YAML', () => {
    expect(checkDoublewordConfig('- 1')).toMatchObject([{ rule: 'doubleword-structure' }]);
    expect(checkDoublewordConfig('host: [unclosed\nport: 1\n')).toMatchObject([
      { rule: 'yaml-syntax', line: 2 },
    ]);
  });
});
