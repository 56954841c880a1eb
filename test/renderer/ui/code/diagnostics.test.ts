import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toDiagnostics } from '../../../../renderer/ui/code/diagnostics.ts';
import { SEVERITIES, type Finding } from '../../../../shared/config/finding.ts';

const finding: fc.Arbitrary<Finding> = fc.record({
  rule: fc.string(),
  severity: fc.constantFrom(...SEVERITIES),
  message: fc.string(),
  from: fc.integer({ min: -5, max: 500 }),
  to: fc.integer({ min: -5, max: 500 }),
});

describe('findings as marks in the editor', () => {
  it('keeps every mark inside the text and in order, whatever the findings say', () => {
    fc.assert(
      fc.property(fc.array(finding), fc.nat(300), (findings, length) => {
        const marks = toDiagnostics(findings, length);
        expect(marks).toHaveLength(findings.length);
        for (const [index, { from, to }] of marks.entries()) {
          expect(from).toBeGreaterThanOrEqual(marks[index - 1]?.from ?? 0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(length);
        }
      }),
    );
  });

  it('says how to mend it below what is wrong, and puts a finding without a place at the start', () => {
    const [mark] = toDiagnostics(
      [{ rule: 'yaml-size', severity: 'note', message: 'Too long.', fix: 'Split it.' }],
      10,
    );
    expect(mark).toMatchObject({ from: 0, to: 0, severity: 'info', message: 'Too long.\nSplit it.' });
  });
});
