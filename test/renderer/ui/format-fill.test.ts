import { expect, it } from 'vitest';

import { fillOf } from '../../../renderer/ui/format-fill.ts';

it('is near from 80 %, and full when all is spent, to the nano-dollar', () => {
  // As floating-point numbers 0.024 / 0.03 is below 0.8.
  expect(fillOf('0.024', '0.03')).toEqual({ level: 'near', words: '80.0 %' });
  expect(fillOf('0.023999999', '0.03')).toEqual({ level: 'open', words: '79.9 %' });
  expect(fillOf('99.999999999', '100')).toEqual({ level: 'near', words: '99.9 %' });
  expect(fillOf('100', '100')).toEqual({ level: 'full', words: '100.0 %' });
  expect(fillOf('0', '0')).toEqual({ level: 'full', words: '100.0 %' });
});

it('cuts off digits below a nano-dollar, and knows little from nothing', () => {
  expect(fillOf('1.40261189000000012', '1')).toEqual({ level: 'full', words: '140.2 %' });
  expect(fillOf('0.0000000001', '1')).toEqual({ level: 'open', words: '0.0 %' });
  expect(fillOf('0.000000001', '1')).toEqual({ level: 'open', words: '< 0.1 %' });
});
