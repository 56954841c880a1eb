import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

type Case = readonly [file: string, line: string];

const forbidden: readonly Case[] = [
  ['shared/plan/a.ts', `import 'node:fs';`],
  ['shared/plan/b.ts', `import { readFile } from 'fs';`],
  ['shared/plan/c.ts', `import { app } from 'electron';`],
  ['shared/plan/d.ts', `import axios from 'axios';`],
  ['shared/plan/e.ts', `import lib from 'axios/lib/yaml';`],
  ['shared/plan/f.ts', `import { useState } from 'react';`],
  ['shared/plan/g.ts', `import { Dialog } from '@base-ui/react/dialog';`],
  ['shared/plan/h.ts', `import { push } from '../../electron/changes/push.ts';`],
  ['shared/plan/i.ts', `import type { Row } from '../../renderer/ui/row.ts';`],
  ['shared/plan/j.ts', `export * from '../../test/fake.ts';`],
  ['shared/plan/k.ts', `export const later = import('../../build/run.mjs');`],
  ['shared/plan/l.ts', `import yamlish from 'yamlx';`],
  ['shared/top.ts', `import { push } from '../electron/changes/push.ts';`],
  ['electron/core/a.ts', `import { Row } from '../../renderer/ui/row.ts';`],
  ['electron/core/b.ts', `import { app } from 'electron';`],
  ['electron/core/c.ts', `import { useState } from 'react';`],
  ['electron/core/d.ts', `import axios from 'axios';`],
  ['electron/core/e.ts', `import initSqlJs from 'sql.js';`],
  ['electron/core/f.ts', `import type { Root } from 'react-dom/client';`],
  ['electron/cli.ts', `import { app } from 'electron';`],
  ['electron/main.ts', `import { Row } from '../renderer/ui/row.ts';`],
  ['electron/shell/a.ts', `import initSqlJs from 'sql.js';`],
  ['electron/shell/b.ts', `import axios from 'axios';`],
  ['electron/gateways/http/a.ts', `import initSqlJs from 'sql.js/dist/sql-wasm.js';`],
  ['electron/gateways/http/b.ts', `import { app } from 'electron';`],
  ['electron/gateways/litellm/a.ts', `import axios from 'axios';`],
  ['electron/archive/a.ts', `import axios from 'axios';`],
  ['electron/archive/b.ts', `import { Row } from '../../renderer/ui/row.ts';`],
  ['renderer/features/a.tsx', `import { push } from '../../electron/changes/push.ts';`],
  ['renderer/features/b.tsx', `import { ipcRenderer } from 'electron';`],
  ['renderer/features/c.tsx', `import { readFile } from 'node:fs/promises';`],
  ['renderer/features/d.tsx', `import { readFile } from 'fs';`],
  ['renderer/features/e.tsx', `import axios from 'axios';`],
  ['renderer/features/f.tsx', `import initSqlJs from 'sql.js/dist/sql-wasm.js';`],
  ['renderer/g.ts', `export const later = import('../electron/preload.ts');`],
];

const allowed: readonly Case[] = [
  ['shared/ok/a.ts', `import * as v from 'valibot';`],
  ['shared/ok/b.ts', `import { parse } from 'yaml';`],
  ['shared/ok/c.ts', `import { plan } from './plan.ts';`],
  ['shared/ok/d.ts', `import { fail } from '../result.ts';`],
  ['electron/core/ok.ts', `import { fail } from '../../shared/result.ts';`],
  ['electron/core/ok2.ts', `import { readFile } from 'node:fs/promises';`],
  ['electron/shell/ok.ts', `import { app } from 'electron';`],
  ['electron/preload.ts', `import { contextBridge } from 'electron';`],
  ['electron/gateways/http/ok.ts', `import axios from 'axios';`],
  ['electron/archive/ok.ts', `import initSqlJs from 'sql.js';`],
  ['renderer/features/ok.tsx', `import { fail } from '../../shared/result.ts';`],
  ['renderer/features/ok2.tsx', `import { useState } from 'react';`],
];

const boundaryRules = /no-restricted-imports|no-nodejs-modules/;
let folder = '';
let flagged: ReadonlySet<string> = new Set();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-boundaries-'));
  await cp('.oxlintrc.json', join(folder, '.oxlintrc.json'));
  for (const [file, line] of [...forbidden, ...allowed]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${line}\n`);
  }
  flagged = await lint(folder);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The files in which the linter reported a broken boundary. */
function lint(cwd: string): Promise<ReadonlySet<string>> {
  const linter = join(process.cwd(), 'node_modules/oxlint/bin/oxlint');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [linter, '-f', 'json', '.'], { cwd }, (_error, stdout, stderr) => {
      if (!stdout.startsWith('{')) {
        reject(new Error(`The linter did not run: ${stdout}${stderr}`));
        return;
      }
      const report: { diagnostics: { code: string; filename: string }[] } = JSON.parse(stdout);
      const broken = report.diagnostics.filter((diagnostic) => boundaryRules.test(diagnostic.code));
      resolve(new Set(broken.map((diagnostic) => diagnostic.filename.replace(/^\.\//, ''))));
    });
  });
}

test.each(forbidden)('%s may not say: %s', (file) => {
  expect([...flagged]).toContain(file);
});

test.each(allowed)('%s may say: %s', (file) => {
  expect([...flagged]).not.toContain(file);
});
