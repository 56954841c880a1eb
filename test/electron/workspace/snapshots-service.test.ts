import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { hashState } from '../../../electron/workspace/snapshot-store.ts';
import { createBench } from '../../helpers/core-bench.ts';
import { heldTeam, unreachable } from '../../helpers/fake-gateway.ts';

describe('snapshots.pull', () => {
  it('keeps each state as a file, its raw answers beside it, and no key in either', async () => {
    const bench = await createBench();
    bench.litellm.held.set('eu', [heldTeam('a', { models: ['x'] })]);
    const { snapshots, failed } = await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    expect(failed).toEqual([]);
    expect(snapshots).toMatchObject([
      {
        node: 'eu',
        changed: true,
        version: '1.106.2',
        counts: { team: 1 },
        takenAt: '2026-11-01T14:02:00.000Z',
      },
    ]);
    const folder = join(bench.workspace, 'nodes/eu/snapshots');
    const names = (await readdir(folder)).sort();
    const base = `20261101T140200000Z-${snapshots[0]?.hash.slice(0, 12)}`;
    expect(names).toEqual([`${base}.json`, `${base}.raw.json.gz`]);
    const raw = gunzipSync(await readFile(join(folder, `${base}.raw.json.gz`))).toString();
    expect(JSON.parse(raw)).toEqual({ 'GET /teams': ['[]'] });
    expect(await readFile(join(folder, `${base}.json`), 'utf8')).not.toContain('made-up');
  });

  it('writes no new file for an unchanged state, but knows when it was last seen', async () => {
    const bench = await createBench();
    bench.litellm.held.set('eu', [heldTeam('a'), heldTeam('b')]);
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    bench.litellm.held.set('eu', [{ ...heldTeam('b'), observed: { spend: 5 } }, heldTeam('a')]);
    bench.now = new Date('2026-11-01T15:00:00.000Z');
    const { snapshots } = await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    expect(snapshots[0]?.changed).toBe(false);
    expect(await readdir(join(bench.workspace, 'nodes/eu/snapshots'))).toHaveLength(2);
    const { snapshot } = await bench.handlers['snapshots.latest']({ node: 'eu' }, bench.context);
    expect(snapshot?.takenAt).toBe('2026-11-01T15:00:00.000Z');
    expect(snapshot?.resources.find(({ name }) => name === 'b')?.observed).toEqual({ spend: 5 });
    bench.litellm.held.set('eu', [heldTeam('a')]);
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    expect(await readdir(join(bench.workspace, 'nodes/eu/snapshots'))).toHaveLength(4);
  });

  it('keeps the state when the values of its last pull are damaged', async () => {
    const bench = await createBench();
    bench.litellm.held.set('eu', [heldTeam('a')]);
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    bench.now = new Date('2026-11-01T15:00:00.000Z');
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    await bench.write('nodes/eu/observed.json', '{"hash":');
    const { snapshot } = await bench.handlers['snapshots.latest']({ node: 'eu' }, bench.context);
    expect(snapshot).toMatchObject({ takenAt: '2026-11-01T15:00:00.000Z', resources: [{ name: 'a' }] });
  });

  it('goes on when one node fails, three at a time', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const fleet = `version: 1\nnodes:\n${names.map((name) => `  - { name: ${name}, kind: litellm, url: "http://127.0.0.1", key: { from: env, name: K } }\n`).join('')}`;
    const bench = await createBench(fleet);
    bench.keys.set('env/K', 'made-up');
    let resolve = () => undefined as void;
    const threeRun = new Promise<void>((done) => {
      resolve = done;
    });
    let started = 0;
    bench.litellm.onPull = async (node) => {
      started += 1;
      if (started === 3) resolve();
      await threeRun;
      if (node === 'b') throw unreachable(node);
    };
    const { snapshots, failed } = await bench.handlers['snapshots.pull']({}, bench.context);
    expect(snapshots.map(({ node }) => node)).toEqual(['a', 'c', 'd', 'e']);
    expect(failed).toMatchObject([{ node: 'b', problem: { code: 'node_unreachable' } }]);
    expect(bench.litellm.mostPulls()).toBe(3);
    expect(bench.progress.at(-1)).toMatchObject({ done: 5 });
  });

  it('finds the newest state also after the clock was set back', async () => {
    const bench = await createBench();
    for (const [index, minute] of ['30', '10', '10'].entries()) {
      bench.now = new Date(`2026-11-01T14:${minute}:00.000Z`);
      bench.litellm.held.set('eu', [heldTeam(`team-${index}`)]);
      await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
      const { snapshot } = await bench.handlers['snapshots.latest']({ node: 'eu' }, bench.context);
      expect(snapshot?.resources[0]?.name).toBe(`team-${index}`);
    }
  });

  it('ends as cancelled when a person stops it', async () => {
    const bench = await createBench();
    bench.litellm.onPull = (node) => {
      bench.controller.abort();
      return Promise.reject(unreachable(node));
    };
    await expect(bench.handlers['snapshots.pull']({}, bench.context)).rejects.toMatchObject({
      problem: { code: 'cancelled' },
    });
  });

  it('refuses a snapshot that was changed by hand', async () => {
    const bench = await createBench();
    bench.litellm.held.set('eu', [heldTeam('payments')]);
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    const folder = join(bench.workspace, 'nodes/eu/snapshots');
    const name = (await readdir(folder)).find((file) => !file.includes('raw')) ?? '';
    const text = await readFile(join(folder, name), 'utf8');
    await bench.write(`nodes/eu/snapshots/${name}`, text.replace('"payments"', '"search"'));
    const fresh = await createBench(null, bench.workspace);
    await expect(fresh.handlers['snapshots.latest']({ node: 'eu' }, fresh.context)).rejects.toMatchObject({
      problem: { code: 'file_damaged', message: expect.stringContaining('hash') },
    });
  });
});

describe('hashState', () => {
  it('does not depend on order or on what changes by itself, but on everything else', () => {
    const [a, b] = [heldTeam('a', { models: ['x'] }), heldTeam('b')];
    expect(hashState([b, { ...a, observed: { spend: 1 } }])).toBe(hashState([a, b]));
    expect(hashState([a])).not.toBe(hashState([a, b]));
    expect(hashState([{ ...a, id: 'other' }])).not.toBe(hashState([a]));
  });
});
