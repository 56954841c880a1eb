import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSampleWorkspace } from '../../../../electron/sample/workspace.ts';
import { readFleetText } from '../../../../electron/workspace/fleet-text.ts';
import { checkConfig, worstSeverity } from '../../../../shared/config/check-config.ts';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'gatehouse-sample-'));
  folders.push(made);
  return made;
}

const FILES = [
  'fleet.yaml',
  'logs/prod-us-2026-10.jsonl',
  'nodes/batch/config.yaml',
  'nodes/prod-eu/config.yaml',
  'nodes/prod-us/config.yaml',
  'policy.yaml',
  'sample.json',
];

async function filesIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(path.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted();
}

describe('a sample workspace', () => {
  it('holds a fleet, a policy, config files and one log, and nothing half-written', async () => {
    const path = join(await folder(), 'new');
    const made = await createSampleWorkspace(path, { rows: 1000, seed: 4 });
    expect(made.requests).toBe(1000);
    expect(made.nodes.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'prod-eu litellm',
      'prod-us litellm',
      'batch doubleword',
    ]);
    expect(await filesIn(path)).toEqual(FILES);
    const fleet = readFleetText(await readFile(join(path, 'fleet.yaml'), 'utf8'));
    expect(fleet.findings).toEqual([]);
    expect(fleet.nodes?.map(({ environment, key, url }) => [environment, key.from, url])).toEqual([
      ['prod', 'sample', made.nodes[0]?.url],
      ['prod', 'sample', made.nodes[1]?.url],
      ['batch', 'sample', made.nodes[2]?.url],
    ]);
  });

  it('has files that the checks find nothing wrong with', async () => {
    const path = await folder();
    await createSampleWorkspace(path, { rows: 100 });
    const roles = [
      ['policy.yaml', 'policy'],
      ['nodes/prod-eu/config.yaml', 'litellm'],
      ['nodes/prod-us/config.yaml', 'litellm'],
      ['nodes/batch/config.yaml', 'doubleword'],
    ] as const;
    for (const [file, role] of roles) {
      const findings = checkConfig(role, await readFile(join(path, file), 'utf8'))
        // Its secret key comes from the environment, which the file cannot say.
        .filter(({ rule }) => rule !== 'doubleword-no-secret-key');
      expect(worstSeverity(findings), `${file}: ${JSON.stringify(findings)}`).toBeNull();
    }
  });

  it('is the same to the byte when made again, but for its ports', async () => {
    const [a, b] = [await folder(), await folder()];
    await createSampleWorkspace(a, { rows: 1000, seed: 4 });
    await createSampleWorkspace(b, { rows: 1000, seed: 4 });
    for (const file of FILES.filter((name) => name !== 'fleet.yaml' && name !== 'sample.json')) {
      expect(await readFile(join(a, file), 'utf8'), file).toBe(await readFile(join(b, file), 'utf8'));
    }
  });

  it('has a log of one JSON object a line, as many as the node logged', async () => {
    const path = await folder();
    await createSampleWorkspace(path, { rows: 2000 });
    const text = await readFile(join(path, 'logs/prod-us-2026-10.jsonl'), 'utf8');
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBe(600);
    expect(text.endsWith('\n')).toBe(true);
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('request_id');
  });

  it('is refused where anything lies already, and that is left alone', async () => {
    const path = await folder();
    await writeFile(join(path, 'mine.txt'), 'mine');
    await expect(createSampleWorkspace(path, { rows: 100 })).rejects.toMatchObject({
      problem: { code: 'folder_not_empty', where: path },
    });
    expect(await filesIn(path)).toEqual(['mine.txt']);
  });

  it('is refused where a file is in the way', async () => {
    const path = join(await folder(), 'file');
    await writeFile(path, '');
    await expect(createSampleWorkspace(path, { rows: 100 })).rejects.toMatchObject({
      problem: { code: 'folder_not_made' },
    });
    expect((await stat(path)).isFile()).toBe(true);
  });
});
