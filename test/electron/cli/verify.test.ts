import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createCore } from '../../../electron/core/core.ts';
import { createSecretStore } from '../../../electron/core/key-source.ts';
import { noVault } from '../../../electron/cli/no-vault.ts';
import { createSampleWorkspace } from '../../../electron/sample/workspace.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { typeCommand } from './cli-bench.ts';

const LOG = 'logs/prod-us-2026-10.jsonl';
let workspace = '';
let home = '';
const type = (...argv: string[]) => typeCommand(argv, { cwd: workspace });
const typed = async (...argv: string[]) => {
  const { exit, out } = await type(...argv, '--json');
  return { exit, document: JSON.parse(out) as unknown };
};
let rows = 0;

beforeEach(async () => {
  workspace = path.join(await temporaryFolder(), 'ai');
  await createSampleWorkspace(workspace, { rows: 1000, seed: 3 });
  home = path.join(workspace, 'archive', 'prod-us');
  // Of the first half every row comes twice, and once more with the second file.
  const text = await readFile(path.join(workspace, LOG), 'utf8');
  const lines = text.trim().split('\n');
  const half = `${lines.slice(0, lines.length >> 1).join('\n')}\n`;
  await writeFile(path.join(workspace, LOG), half + half);
  await writeFile(path.join(workspace, 'again.jsonl'), text);
  rows = lines.length;
  for (const file of [LOG, 'again.jsonl']) await type('import', file, '--node', 'prod-us');
});
afterEach(() => rm(workspace, { recursive: true }));

/** That of the first file. */
async function segmentFile(): Promise<string> {
  const [line = ''] = (await readFile(path.join(home, 'commits.jsonl'), 'utf8')).split('\n');
  const { add } = JSON.parse(line) as { readonly add: readonly { readonly name: string }[] };
  return path.join(home, add[0]?.name ?? '');
}

async function damage(file: string): Promise<void> {
  const bytes = await readFile(file);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

/** What each file of the archive holds, and what it is called. */
async function files(): Promise<readonly (readonly [string, string])[]> {
  const found = await readdir(home, { recursive: true, withFileTypes: true });
  return Promise.all(
    found
      .filter((one) => one.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .toSorted()
      .map(async (file) => [file, (await readFile(file)).toString('base64')] as const),
  );
}

describe('gatehouse verify', () => {
  it('says of a sound archive that all is well, with the requests that every other command counts', async () => {
    const { exit, document } = await typed('verify');
    expect(exit).toBe(0);
    expect(document).toMatchObject({ ok: true, rows, problems: [], notes: [] });
    expect((await type('verify')).out).toContain(`All is well: ${rows} requests in `);
    expect(await typed('costs')).toMatchObject({ document: { total: { requests: rows } } });
    const asked = await typed('query', 'SELECT count(*) FROM requests');
    expect(asked).toMatchObject({ document: { rows: [[rows]] } });
    expect(await typed('coverage')).toMatchObject({
      document: { nodes: [{}, {}, { node: 'prod-us', requests: rows }] },
    });
  });

  it('finds a damaged file, changes nothing and names the next step, which mends it', async () => {
    await damage(await segmentFile());
    const before = await files();
    const { exit, out } = await type('verify');
    expect(exit).toBe(2);
    expect(out).toMatch(/requests of prod-us between .*\. Figures have them until this file is set aside/);
    expect(out).toContain('is damaged: ');
    expect(out).toContain(`Run gatehouse verify --repair: it imports ${path.join(workspace, LOG)} again.`);
    expect(out).toMatch(/^1 problem: /m);
    expect(await files()).toEqual(before);

    const repaired = await type('verify', '--repair');
    expect(repaired.exit).toBe(0);
    expect(repaired.out).toMatch(/^prod-us: repaired: .*was imported again/m);
    expect(repaired.out).toContain(`All is well: ${rows} requests in `);
    expect(repaired.out).toMatch(/^Note: archive\/prod-us\/.*\.corrupt-.* was damaged and set aside/m);
  });

  it('says what could not be repaired, and ends with 2', async () => {
    await damage(await segmentFile());
    await rename(path.join(workspace, LOG), path.join(workspace, 'elsewhere.jsonl'));
    const { exit, out } = await type('verify', '--repair');
    expect(exit).toBe(2);
    expect(out).toMatch(
      /^prod-us: NOT REPAIRED: .* To import it by hand: gatehouse import .*\.jsonl --node prod-us$/m,
    );
    expect(out).toMatch(/^1 problem: /m);
  });

  it('finds that the last commit is lost, and repair counts its requests again', async () => {
    const log = path.join(home, 'commits.jsonl');
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    await writeFile(log, '');
    const { exit, out } = await type('verify');
    expect(exit).toBe(2);
    expect(out).toContain('commits.jsonl is gone');
    await writeFile(log, `${lines.slice(0, -1).join('\n')}\n`);
    expect(await typed('verify')).toMatchObject({
      exit: 2,
      document: { ok: false, problems: [{ code: 'segment_unclaimed' }] },
    });

    expect(await typed('verify', '--repair')).toMatchObject({
      exit: 0,
      document: { ok: true, rows, problems: [], steps: [{ node: 'prod-us', done: true }] },
    });
    expect((await type('verify')).out).toMatch(/^Note: prod-us: the record of what was imported between/m);
  });

  it('takes no arguments', async () => {
    expect(await type('verify', 'prod-us')).toMatchObject({ exit: 64 });
    expect(await type('verify', '--mend')).toMatchObject({ exit: 64 });
  });
});

describe('the calls archive.verify and archive.repair', () => {
  function openCore(changed: string[]) {
    return createCore({
      workspace,
      secrets: createSecretStore(noVault, {}),
      clock: { now: () => new Date('2026-11-02T08:00:00Z') },
      events: {
        taskChanged: ({ call, state, done, total }) => void changed.push(`${call} ${state} ${done}/${total}`),
        workspaceChanged: (part) => void changed.push(part),
      },
      log: () => undefined,
    });
  }

  it('tell how far they are, and only a repair says that the archive changed', async () => {
    const changed: string[] = [];
    const core = openCore(changed);
    expect(await core.handle('archive.verify', {})).toMatchObject({ ok: true, value: { ok: true, rows } });
    expect(changed[0]).toMatch(/^archive.verify running/);
    expect(changed.at(-1)).toMatch(/^archive.verify done (\d+)\/\1$/);
    expect(changed).not.toContain('archive');

    await damage(await segmentFile());
    const repaired = await core.handle('archive.repair', {});
    expect(repaired).toMatchObject({
      ok: true,
      value: { ok: true, rows, steps: [{ node: 'prod-us', done: true }] },
    });
    expect(changed).toContain('archive');
    await core.close();
  });

  it('are cancelled by their name', async () => {
    const core = openCore([]);
    for (const name of ['archive.verify', 'archive.repair']) {
      const running = core.handle(name, {}, { task: name });
      await core.handle('tasks.cancel', { task: name });
      expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
    }
    expect(await core.handle('archive.verify', {})).toMatchObject({ ok: true, value: { problems: [] } });
    await core.close();
  });
});
