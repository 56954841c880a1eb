import fc from 'fast-check';
import { expect, it } from 'vitest';

import { sqlPlace } from '../../../../../renderer/features/audit/sql/sql-place.ts';

const at = (where: string) => ({ code: 'sql_error', message: 'no', where });

it('finds the word that a problem names by line and column', () => {
  const sql = 'SELECT modle,\n  spend\nFROM requests';
  const place = sqlPlace(sql, at('line 1, column 8'));
  expect(sql.slice(place?.from, place?.to)).toBe('modle');
  const last = sqlPlace(sql, at('line 3, column 6'));
  expect(sql.slice(last?.from, last?.to)).toBe('requests');
  // At the end there is no word any more.
  expect(sqlPlace('SELECT', at('line 1, column 7'))).toEqual({ from: 6, to: 6 });
});

it('gives none for a place that is not in the text, or none at all', () => {
  expect(sqlPlace('SELECT', at('line 2, column 1'))).toBeNull();
  expect(sqlPlace('SELECT', at('line 1, column 9'))).toBeNull();
  expect(sqlPlace('SELECT', at('archive/eu'))).toBeNull();
  expect(sqlPlace('SELECT', { code: 'x', message: 'no' })).toBeNull();
});

it('is within the text, always', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(5), fc.nat(20), (sql, line, column) => {
      const place = sqlPlace(sql, at(`line ${line}, column ${column + 1}`));
      if (place === null) return;
      expect(place.from).toBeGreaterThanOrEqual(0);
      expect(place.to).toBeLessThanOrEqual(sql.length);
    }),
  );
});
