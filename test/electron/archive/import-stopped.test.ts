import { expect, test } from 'vitest';

import { importStopped } from '../../../electron/archive/import-stopped.ts';
import type { ImportSummary } from '../../../shared/audit/logged-request.ts';
import { ProblemError } from '../../../shared/result.ts';

const files = ['a.jsonl', 'b.jsonl', 'c.jsonl'].map((description) => ({ description }));
const summary: ImportSummary = {
  node: 'prod-eu',
  read: 3,
  inserted: 2,
  repeated: 1,
  updated: 0,
  refused: 0,
  from: null,
  until: null,
  seconds: 1,
  refusedFile: null,
};

test('a problem keeps its code and next step, and tells of the files around it', () => {
  const problem = { code: 'segment_full', message: 'It is full.', next: 'Import less.', where: 'archive/eu' };
  expect(importStopped(files, [summary], new ProblemError(problem))).toMatchObject({
    problem: {
      ...problem,
      message: 'It is full. Imported before b.jsonl: a.jsonl (2 new). Not imported after b.jsonl: c.jsonl.',
    },
  });
});

test('an error that is no problem becomes one as soon as there is something to tell', () => {
  const error = new Error('EIO: i/o error, read');
  expect(importStopped(files, [], error)).toBe(error);
  expect(importStopped(files, [summary, summary], error)).toMatchObject({
    problem: {
      code: 'import_failed',
      message:
        'c.jsonl could not be imported: EIO: i/o error, read. Imported before c.jsonl: a.jsonl (2 new), b.jsonl (2 new).',
    },
  });
});

test('a file on its own has nothing to add', () => {
  const error = new ProblemError({ code: 'segment_full', message: 'It is full.' });
  expect(importStopped(files.slice(0, 1), [], error)).toBe(error);
});
