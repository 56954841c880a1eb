import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readYaml, YAML_TEXT_LIMIT } from '../../../shared/config/yaml-text.ts';

function valueOf(text: string, dialect: 'python' | 'core') {
  return readYaml(`x: ${text}`, dialect).value;
}

describe('readYaml', () => {
  // Checked against PyYAML 6.0.3 and the YAML 1.2 core schema.
  it.each([
    ['yes', true, 'yes'],
    ['Off', false, 'Off'],
    ['y', 'y', 'y'],
    ['1_000', 1000, '1_000'],
    ['017', 15, 17],
    ['0o17', '0o17', 15],
    ['0x10', 16, 16],
    ['-0b11', -3, '-0b11'],
    ['12:30:45', 45045, '12:30:45'],
    ['1e3', '1e3', 1000],
    ['1e-6', '1e-6', 0.000001],
    ['1.5e-6', 0.0000015, 0.0000015],
    ['12345678901234567890', '12345678901234567890', '12345678901234567890'],
    ['~', null, null],
    ['', null, null],
    ['"yes"', 'yes', 'yes'],
    ['2026-01-01', '2026-01-01', '2026-01-01'],
  ])('reads %s as PyYAML does and as YAML 1.2 does', (text, python, core) => {
    expect(valueOf(text, 'python')).toEqual({ x: python });
    expect(valueOf(text, 'core')).toEqual({ x: core });
  });

  it('merges "<<" for LiteLLM, whose reader does', () => {
    const text = 'base: &b {x: 1, y: 1}\nd: {<<: *b, y: 2}';
    expect(readYaml(text, 'python').value).toEqual({ base: { x: 1, y: 1 }, d: { x: 1, y: 2 } });
  });

  it.each(['a: 1\n---\nb: 2\n', 'a: 1\n---\n', '---\na: 1\n---\n# end\n'])(
    'refuses the second document of %j, and says where it begins',
    (text) => {
      for (const dialect of ['core', 'python'] as const) {
        const { readable, findings } = readYaml(text, dialect);
        expect(readable).toBe(false);
        const line = text.startsWith('---') ? 3 : 2;
        expect(findings).toMatchObject([{ rule: 'yaml-documents', severity: 'critical', line, column: 1 }]);
      }
    },
  );

  it.each(['---\na: 1\n', 'a: 1\n...\n'])('takes the one document of %j', (text) => {
    expect(readYaml(text, 'core')).toMatchObject({ value: { a: 1 }, findings: [] });
  });

  it('says where syntax errors are', () => {
    const { findings, readable } = readYaml('a: 1\nb: [1,\nc: 2\n', 'core');
    expect(readable).toBe(false);
    expect(findings[0]).toMatchObject({ rule: 'yaml-syntax', severity: 'critical', line: 3, column: 1 });
  });

  it('finds repeated keys: fatal in our files, a warning where PyYAML keeps the last', () => {
    const text = 'a: 1\nb: 2\na: 3\n';
    expect(readYaml(text, 'core').findings).toMatchObject([
      { rule: 'yaml-duplicate-key', severity: 'critical', line: 3, column: 1 },
    ]);
    const python = readYaml(text, 'python');
    expect(python.findings).toMatchObject([{ severity: 'warning', line: 3 }]);
    expect(python.value).toEqual({ a: 3, b: 2 });
  });

  it('points at the key that counts when it is repeated', () => {
    expect(readYaml('a: 1\na: 22\n', 'python').place(['a'])).toMatchObject({
      line: 2,
      column: 4,
      from: 8,
      to: 10,
    });
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s', (key) => {
    const read = readYaml(`a:\n  ${key}: {polluted: 1}\n`, 'python');
    expect(read).toMatchObject({ readable: false, value: null });
    expect(read.findings).toMatchObject([
      { rule: 'yaml-forbidden-key', severity: 'critical', line: 2, column: 3 },
    ]);
  });

  it('stops at texts that are too long, alias bombs, unknown and circular aliases, and deep nesting', () => {
    expect(readYaml(`# ${'x'.repeat(YAML_TEXT_LIMIT)}`, 'core').findings[0]).toMatchObject({
      rule: 'yaml-size',
    });
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let index = 0; index < 8; index += 1) {
      const name = String.fromCodePoint(97 + index);
      const next = String.fromCodePoint(98 + index);
      bomb.push(`${next}: &${next} [${Array(9).fill(`*${name}`).join(', ')}]`);
    }
    expect(readYaml(bomb.join('\n'), 'core').findings.map(({ rule }) => rule)).toEqual(['yaml-alias']);
    expect(readYaml('a: *nowhere', 'core').readable).toBe(false);
    expect(readYaml('a: &a [*a]', 'core').readable).toBe(false);
    expect(readYaml('['.repeat(5000), 'core').readable).toBe(false);
    expect(readYaml(`${'['.repeat(300)}${']'.repeat(300)}`, 'core').readable).toBe(false);
  });

  it('reads any text without throwing, and every place lies inside it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.constantFrom('python', 'core'),
        (text, dialect) => {
          for (const finding of readYaml(text, dialect).findings) {
            expect(finding.from ?? 0).toBeLessThanOrEqual(text.length);
            expect(finding.to ?? 0).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });
});

describe('ambiguous scalars', () => {
  it.each(['yes', 'off', '017', '1_000', '12:30:45', '1e-6', '0o17', '2026-01-01'])('warns of %s', (text) => {
    const findings = readYaml(`first: 1\nx: ${text}`, 'python').findings;
    expect(findings).toMatchObject([{ rule: 'yaml-ambiguous', severity: 'warning', line: 2, column: 4 }]);
    expect(findings[0]?.message).toContain(text);
  });

  it.each(['true', '"yes"', '17', '1000', '0', '30d', 'os.environ/KEY', '1.0e-6', 'yesterday', '0.5'])(
    'says nothing of %s',
    (text) => {
      expect(readYaml(`x: ${text}`, 'python').findings).toEqual([]);
    },
  );

  it('warns of every scalar that the two readers read differently', () => {
    const scalar = fc.stringMatching(
      /^(yes|No|oN|[-+]?0?[01xob]?[0-9_]{0,3}[.:]?[0-9_]{0,3}([eE][-+]?[0-9])?)$/,
    );
    fc.assert(
      fc.property(scalar, (text) => {
        const python = readYaml(`x: ${text}`, 'python');
        const core = readYaml(`x: ${text}`, 'core');
        if (!python.readable || !core.readable) return;
        const differs = JSON.stringify(python.value) !== JSON.stringify(core.value);
        if (differs) expect(python.findings.map(({ rule }) => rule)).toContain('yaml-ambiguous');
      }),
      { numRuns: 500 },
    );
  });
});
