import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { COMMANDS } from '../../../electron/cli/commands.ts';
import { inWorkspace } from '../../../electron/cli/in-workspace.ts';
import { createSampleWorkspace } from '../../../electron/sample/workspace.ts';
import { typeCommand } from './cli-bench.ts';

const within = (text: string): string => inWorkspace(text, 'demo', COMMANDS);

describe('commands that are told', () => {
  it.each([
    ['Next: gatehouse push 2026-a\n', 'Next: gatehouse push --workspace demo 2026-a\n'],
    [
      'Edit it, then: gatehouse policy check a.yaml',
      'Edit it, then: gatehouse policy check --workspace demo a.yaml',
    ],
    ['see "gatehouse coverage".', 'see "gatehouse coverage --workspace demo".'],
    [
      'Pull (gatehouse pull eu), or gatehouse import eu.',
      'Pull (gatehouse pull --workspace demo eu), or gatehouse import --workspace demo eu.',
    ],
    ['Keep one with: gatehouse replay --keep', 'Keep one with: gatehouse replay --workspace demo --keep'],
    ['gatehouse node add --help', 'gatehouse node add --help'],
    ['Next: gatehouse serve-sample --workspace other', 'Next: gatehouse serve-sample --workspace other'],
    ['or make one: gatehouse sample DIR', 'or make one: gatehouse sample DIR'],
    [
      'gatehouse explain cases.json; gatehouse policy schema',
      'gatehouse explain cases.json; gatehouse policy schema',
    ],
    ['Gatehouse pulls, gatehouse pushes nothing', 'Gatehouse pulls, gatehouse pushes nothing'],
  ])('%s', (text, told) => {
    expect(within(text)).toBe(told);
    expect(inWorkspace(text, undefined, COMMANDS)).toBe(text);
  });

  it('quote a folder as a shell takes it', () => {
    expect(inWorkspace('gatehouse pull', 'my demo', COMMANDS)).toBe('gatehouse pull --workspace "my demo"');
  });

  it('name every command that there is', () => {
    const unnamed = [...COMMANDS.keys()].filter(
      (name) => !within(`gatehouse ${name} X`).includes('--workspace'),
    );
    // Two ask no workspace, and two have a second word always.
    expect(unnamed).toEqual(['sample', 'node', 'policy', 'explain']);
  });
});

describe('on a workspace that was named', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-named-'));
    await createSampleWorkspace(path.join(folder, 'demo'), { rows: 100, seed: 3 });
  });
  afterAll(() => rm(folder, { recursive: true }));
  const type = (...argv: string[]) => typeCommand([...argv, '--workspace', 'demo'], { cwd: folder });

  it('answers, problems and what stands on stderr can be typed as they are', async () => {
    expect((await type('coverage')).out).toContain('gatehouse import --workspace demo prod-eu');
    const noPlan = ['push', 'demo/fleet.yaml'];
    expect((await type(...noPlan)).err).toContain('gatehouse plan --workspace demo -o FILE');
    expect(JSON.parse((await type(...noPlan, '--json')).out)).toMatchObject({
      error: { next: 'Make one with: gatehouse plan --workspace demo -o FILE' },
    });
  });

  it('what is wrong with a command line stands above a usage that says nothing of it', async () => {
    const { exit, err } = await type('replay', 'again');
    expect(exit).toBe(64);
    expect(err).toContain('Name one kept replay: gatehouse replay list --workspace demo');
    expect(err).toContain('Usage: gatehouse replay list\n');
  });

  it('what is kept in a file stays as it is', async () => {
    const { out } = await type('query', "SELECT 'gatehouse pull' AS said", '--format', 'csv');
    expect(out).toContain('gatehouse pull');
    expect(out).not.toContain('--workspace');
  });
});
