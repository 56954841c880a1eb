import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { createBench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

function key(number: number): Resource {
  return {
    kind: 'key',
    id: `hash-${number}`,
    name: `key-${number}`,
    owner: 'database',
    fields: { team: number % 2 === 0 ? 'id-search' : null, user: null, models: ['*'] },
    settings: {},
    observed: { spend: number / 4 },
  };
}

async function pulled(resources: readonly Resource[]) {
  const bench = await createBench();
  bench.litellm.held.set('eu', [...resources]);
  await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
  return bench;
}

const all = { node: 'eu', sort: 'name', descending: false, offset: 0, limit: 200 } as const;

describe('resources.list', () => {
  it('answers a page of a large snapshot, with how many there are of each kind', async () => {
    const bench = await pulled([
      heldTeam('search'),
      ...Array.from({ length: 50_000 }, (_, number) => key(number)),
    ]);
    const page = await bench.handlers['resources.list']({ ...all, kind: 'key', offset: 400 }, bench.context);
    expect(page.rows).toHaveLength(200);
    expect(page.rows[0]?.name).toBe('key-400');
    expect(page.total).toBe(50_000);
    expect(page.counts).toEqual({ team: 1, key: 50_000 });
    const found = await bench.handlers['resources.list'](
      { ...all, kind: 'key', text: 'key-4999', sort: 'spent', descending: true },
      bench.context,
    );
    expect(found.total).toBe(11);
    expect(found.rows[0]).toMatchObject({ name: 'key-49999', cells: { spent: '12499.75' } });
  });

  it('sees a newer snapshot at once', async () => {
    const bench = await pulled([heldTeam('search')]);
    bench.litellm.held.set('eu', [heldTeam('search'), heldTeam('fraud')]);
    await bench.handlers['resources.list']({ ...all, kind: 'team' }, bench.context);
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    const page = await bench.handlers['resources.list']({ ...all, kind: 'team' }, bench.context);
    expect(page.rows.map(({ name }) => name)).toEqual(['fraud', 'search']);
  });

  it('says what to do about a node that was never pulled', async () => {
    const bench = await createBench();
    await expect(
      bench.handlers['resources.list']({ ...all, kind: 'team' }, bench.context),
    ).rejects.toMatchObject({ problem: { code: 'no_snapshot', next: 'Pull eu first.' } });
  });
});

describe('resources.get', () => {
  it('answers the whole resource and how it stands to others', async () => {
    const bench = await pulled([heldTeam('search'), key(0), key(1)]);
    const id = (await bench.handlers['resources.list']({ ...all, kind: 'team' }, bench.context)).rows[0]?.id;
    const view = await bench.handlers['resources.get'](
      { node: 'eu', kind: 'team', id: id ?? '' },
      bench.context,
    );
    expect(view.resource.name).toBe('search');
    expect(view.relations.map(({ title }) => title)).toEqual(['Members', 'Keys', 'Models']);
  });

  it('says when the last pull found it no more', async () => {
    const bench = await pulled([heldTeam('search')]);
    await expect(
      bench.handlers['resources.get']({ node: 'eu', kind: 'key', id: 'gone' }, bench.context),
    ).rejects.toMatchObject({ problem: { code: 'resource_gone' } });
  });
});

describe('resources.csv', () => {
  it('holds every row that matches, not only a page', async () => {
    const bench = await pulled(Array.from({ length: 700 }, (_, number) => key(number)));
    const { text, suggestedName } = await bench.handlers['resources.csv'](
      { node: 'eu', kind: 'key', sort: 'name', descending: false },
      bench.context,
    );
    expect(text.trim().split('\r\n')).toHaveLength(701);
    expect(suggestedName).toBe('eu-keys.csv');
  });
});

describe('resources.raw and snapshots.list', () => {
  it('finds the row as the gateway wrote it, digits and all', async () => {
    const bench = await pulled([key(7)]);
    const { snapshots, total } = await bench.handlers['snapshots.list']({ node: 'eu' }, bench.context);
    expect(total).toBe(1);
    const [newest] = snapshots;
    expect(newest?.takenAt).toBe('2026-11-01T14:02:00.000Z');
    const file = join(
      bench.workspace,
      'nodes/eu/snapshots',
      newest?.name.replace(/json$/, 'raw.json.gz') ?? '',
    );
    const pages = [
      '{"keys":[{"token":"hash-6","spend":1}]}',
      '{"keys":[{"token":"hash-7","spend":0.10000000000000000555}]}',
    ];
    await writeFile(
      file,
      gzipSync(JSON.stringify({ 'GET /team/list': ['[{"a":"hash-7"}]'], 'GET /key/list': pages })),
    );
    const { rows } = await bench.handlers['resources.raw'](
      { node: 'eu', kind: 'key', id: 'hash-7' },
      bench.context,
    );
    expect(rows).toEqual([
      {
        route: 'GET /key/list',
        text: '{\n  "token": "hash-7",\n  "spend": 0.10000000000000000555\n}',
      },
    ]);
  });

  it('says when the kept answers are damaged', async () => {
    const bench = await pulled([key(7)]);
    const { snapshots } = await bench.handlers['snapshots.list']({ node: 'eu' }, bench.context);
    const file = snapshots[0]?.name.replace(/json$/, 'raw.json.gz') ?? '';
    await writeFile(join(bench.workspace, 'nodes/eu/snapshots', file), 'no gzip');
    await expect(
      bench.handlers['resources.raw']({ node: 'eu', kind: 'key', id: 'hash-7' }, bench.context),
    ).rejects.toMatchObject({ problem: { code: 'file_damaged', next: 'Pull eu again to have new ones.' } });
  });

  it('lists each state once, newest first, with when it was last seen', async () => {
    const bench = await pulled([heldTeam('a')]);
    bench.now = new Date('2026-11-01T15:00:00.000Z');
    bench.litellm.held.set('eu', [heldTeam('b')]);
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    bench.now = new Date('2026-11-01T16:00:00.000Z');
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    const { snapshots } = await bench.handlers['snapshots.list']({ node: 'eu' }, bench.context);
    expect(snapshots.map(({ takenAt, seenAt }) => [takenAt, seenAt])).toEqual([
      ['2026-11-01T15:00:00.000Z', '2026-11-01T16:00:00.000Z'],
      ['2026-11-01T14:02:00.000Z', undefined],
    ]);
  });
});
