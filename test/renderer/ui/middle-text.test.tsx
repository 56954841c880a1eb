import { cleanup, render } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MiddleText } from '../../../renderer/ui/middle-text.tsx';

function parts(text: string): readonly string[] {
  const { container } = render(<MiddleText text={text} />);
  const found = [...container.querySelectorAll('.middle > span')].map(({ textContent }) => textContent ?? '');
  cleanup();
  return found;
}

describe('a name that is cut in its middle', () => {
  it('keeps its end in sight when it is long', () => {
    expect(parts('support-bots-prod-22')).toEqual(['support-bots-', 'prod-22']);
    expect(parts('mobile-ios')).toEqual(['mobile-ios']);
  });

  it('is the whole text in order, and no character is torn', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        const found = parts(text);
        expect(found.join('')).toBe(text);
        for (const part of found) expect(() => encodeURIComponent(part)).not.toThrow();
      }),
    );
  });
});
