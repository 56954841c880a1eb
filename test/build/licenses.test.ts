import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { expect, it } from 'vitest';

it('lists the licence of everything we are built on, and all of them are permissive', () => {
  const script = path.join(import.meta.dirname, '..', '..', 'build', 'licenses.mjs');
  expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
});
