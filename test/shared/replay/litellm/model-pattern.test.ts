import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { modelPatternOf } from '../../../../shared/replay/litellm/model-pattern.ts';

const covers = (pattern: string, model: string) => modelPatternOf(pattern)?.(model) ?? null;

describe('a pattern of a list of models', () => {
  test('covers what the expression covers that LiteLLM makes of it', () => {
    const piece = fc.constantFrom('a', 'b', '.', '*', '/', 'a+', 'b?', '.+', '*?', 'a+?');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 7 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '/', '\n'), maxLength: 8 }),
        (pieces, model) => {
          const pattern = pieces.join('');
          const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
          expect(covers(pattern, model)).toBe(expression.test(model));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('is answered at once, however often it repeats', () => {
    const model = 'a'.repeat(200);
    const begun = performance.now();
    expect(covers('*a*a*a*a*a*a*a*a*b', model)).toBe(false);
    expect(covers('*a*a*a*a*a*a*a*a*', model)).toBe(true);
    expect(covers('(a|a)+(a|a)+*b', model)).toBeNull();
    expect(covers(`${'(a|a)'.repeat(30)}*b`, model)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  test('may group where it repeats once, and is none where it is no expression', () => {
    expect(covers('openai/(gpt-4o|o3)*', 'openai/o3-mini')).toBe(true);
    expect(covers('openai/(gpt-4o|o3)*', 'openai/o1')).toBe(false);
    expect(covers('openai/(*', 'openai/(a')).toBeNull();
    expect(covers('+*', '+a')).toBeNull();
    expect(covers('a++*', 'aa')).toBeNull();
  });
});
