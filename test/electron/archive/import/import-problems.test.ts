import { expect, test } from 'vitest';

import { notRepaired, notStored } from '../../../../electron/archive/import/import-problems.ts';

const readOnly = Object.assign(new Error('EROFS: read-only file system, rename'), { code: 'EROFS' });

test('what could not be written is said of an import in its words, and of a repair in those of a repair', () => {
  const stored = notStored('eu', 'october.jsonl', readOnly);
  expect(stored.problem).toMatchObject({
    code: 'archive_not_written',
    message:
      'october.jsonl could not be stored in the archive of eu (the disk can only be read). The archive is as it was before.',
    next: 'Move the workspace to where it can be written, then import again.',
  });
  expect(notRepaired('eu', notStored('eu', 'repairing the archive of eu', readOnly))).toMatchObject({
    problem: {
      code: 'archive_not_written',
      message:
        'The archive of eu could not be repaired (the disk can only be read). What was repaired before stays.',
      next: 'Move the workspace to where it can be written, then run gatehouse verify --repair again.',
    },
  });
  const other = new Error('something else');
  expect(notRepaired('eu', other)).toBe(other);
});
