import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  budgetKey,
  budgetName,
  fillWords,
  stateOn,
} from '../../../../renderer/features/replay/budget-words.ts';
import { formatNano } from '../../../../shared/cost/money.ts';
import type { BudgetSide } from '../../../../shared/contract/replay-answers.ts';

const END = '2026-10-02T00:00:00.000Z';

function side(fill: string, limit: string): BudgetSide {
  return { limit, limits: null, period: '30d', fills: [fill], closings: [], refused: 0 };
}

describe('a budget near a threshold', () => {
  it('is at 80 % by exact sums', () => {
    // As floating-point numbers 0.024 / 0.03 is below 0.8.
    expect(stateOn(side('0.024', '0.03'), 0, END, 80)).toBe('near');
    expect(stateOn(side('0.023999999', '0.03'), 0, END, 80)).toBe('open');
  });

  it('shows no more than it holds', () => {
    expect(fillWords(side('0.023999999', '0.03'), 0)).toBe('79.9 %');
    expect(fillWords(side('0.024', '0.03'), 0)).toBe('80.0 %');
    expect(fillWords(side('99.9999', '100'), 0)).toBe('99.9 %');
    expect(fillWords(side('0.000000001', '100'), 0)).toBe('< 0.1 %');
    expect(fillWords(side('0', '100'), 0)).toBe('0.0 %');
    expect(fillWords(side('0', '0'), 0)).toBe('100.0 %');
  });

  it('says 80 % or more just where its figure does', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(1n, 10n ** 12n), (fill, limit) => {
        const one = side(formatNano(fill), formatNano(limit));
        const percent = Number.parseFloat(fillWords(one, 0).replaceAll(',', '').replace('< ', ''));
        expect(stateOn(one, 0, END, 80) === 'near').toBe(percent >= 80);
      }),
    );
  });
});

it('is named after its holder, and after the model where it is for one', () => {
  const track = {
    node: 'n',
    holder: 'team',
    id: 't',
    model: null,
    name: 'payments',
    before: null,
    after: null,
  } as const;
  expect(budgetName(track)).toBe('payments');
  expect(budgetName({ ...track, model: 'gpt-4o' })).toBe('payments · gpt-4o');
  expect(budgetKey({ ...track, model: 'gpt-4o' })).not.toBe(budgetKey(track));
});
