import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { countDiff } from '../../../../renderer/ui/code/diff-counts.ts';

const lines = fc.array(fc.constantFrom('a: 1', 'b: 2', 'c: 3', '', '  d: 4'), { maxLength: 20 });

describe('counting a diff', () => {
  it('finds nothing between equal texts, whatever their line ends', () => {
    fc.assert(
      fc.property(lines, (text) => {
        expect(countDiff(text.join('\n'), text.join('\r\n'))).toEqual({ edits: 0, added: 0, removed: 0 });
      }),
    );
  });

  it('accounts for the difference in length: lines after = lines before + added - removed', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const { added, removed } = countDiff(before.join('\n'), after.join('\n'));
        const count = (text: readonly string[]) => text.join('\n').split('\n').length;
        expect(count(after) - count(before)).toBe(added - removed);
      }),
    );
  });

  it('counts an empty line that went, at the start too', () => {
    expect(countDiff('\n\n  d: 4\na: 1', '\n  d: 4\na: 1')).toEqual({ edits: 1, added: 0, removed: 1 });
  });

  it('counts two places that differ as two edits', () => {
    expect(countDiff('a\nb\nc\nd\ne\n', 'A\nb\nc\nd\ne\nf\n')).toEqual({ edits: 2, added: 2, removed: 1 });
  });
});
