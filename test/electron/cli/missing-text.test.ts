import { expect, test } from 'vitest';

import { missingText } from '../../../electron/cli/missing-text.ts';

const gap = (from: string, until: string, why: string) => ({
  from: `2026-10-${from}:00:00.000Z`,
  until: `2026-10-${until}:00:00.000Z`,
  why,
});
const node = (name: string, gaps: readonly ReturnType<typeof gap>[]) => ({
  node: name,
  from: null,
  until: null,
  requests: 0,
  gaps,
});

test('what is missing is said once a node and reason, with the hours added up', () => {
  const text = missingText([
    node('eu', [
      gap('02T00', '02T01', 'Not imported.'),
      gap('03T00', '04T06', 'Deleted.'),
      gap('05T00', '06T00', 'Not imported.'),
    ]),
    node('us', []),
  ]);
  expect(text).toBe(
    'Missing: eu, 25 hours in 2 gaps between 2026-10-02T00:00:00.000Z and 2026-10-06T00:00:00.000Z: Not imported.\n' +
      'Missing: eu, 30 hours, 2026-10-03T00:00:00.000Z to 2026-10-04T06:00:00.000Z: Deleted.\n' +
      'Each gap: gatehouse coverage\n',
  );
});

test('one gap of each needs no list, and none no words', () => {
  expect(missingText([node('eu', [gap('02T00', '02T01', 'Gone.')])])).toBe(
    'Missing: eu, 1 hour, 2026-10-02T00:00:00.000Z to 2026-10-02T01:00:00.000Z: Gone.\n',
  );
  expect(missingText([node('eu', [])])).toBe('');
});
