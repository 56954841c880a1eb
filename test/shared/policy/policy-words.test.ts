import { expect, test } from 'vitest';

import { limitWords } from '../../../shared/policy/policy-words.ts';

test.each([
  [1, 'requests at the same time', '1 request at the same time'],
  [1, 'tokens a minute', '1 token a minute'],
  [1200, 'requests a minute', '1,200 requests a minute'],
  [0, 'requests a minute', '0 requests a minute'],
  [null, 'requests a minute', 'no limit of requests a minute'],
])('a limit of %j %s is "%s"', (limit, what, words) => {
  expect(limitWords(limit, what)).toBe(words);
});
