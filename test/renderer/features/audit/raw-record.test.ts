import { expect, it } from 'vitest';

import { indentJson } from '../../../../renderer/features/audit/raw-record.tsx';

it('indents a record without touching its numbers', () => {
  expect(indentJson('{"spend":0.00001230,"id":12345678901234567890,"a":[]}')).toBe(
    '{\n  "spend": 0.00001230,\n  "id": 12345678901234567890,\n  "a": []\n}',
  );
});

it('leaves a text that is no JSON as it is', () => {
  expect(indentJson('{"cut": ')).toBe('{"cut": ');
});
