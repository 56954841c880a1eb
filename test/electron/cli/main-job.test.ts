import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openCliBench, type CliBench } from './cli-bench.ts';

interface CostDocument {
  readonly month: string;
  readonly currency: string;
  readonly rows: readonly {
    readonly teamId?: string;
    readonly teamAlias?: string | null;
    readonly requests: number;
    readonly spend: string;
  }[];
  readonly total: { readonly requests: number; readonly spend: string };
  readonly coverage: readonly unknown[];
}

/** What a command answered, in the documented shape. */
interface Answered<Document> {
  readonly exit: number;
  readonly document: Document;
}

/** The main job, command by command: each test goes on where the one before it ended. */
describe('the main job on the command line', { timeout: 60_000 }, () => {
  let bench: CliBench;
  beforeAll(async () => {
    bench = await openCliBench({ SOME_KEY: 'sk-made-up-wrong-key-0001' });
  }, 60_000);
  afterAll(() => bench.close());

  it('lists the fleet before anything was asked of it', async () => {
    const { exit, document } = (await bench.json('node', 'list')) as Answered<{ nodes: unknown[] }>;
    expect(exit).toBe(0);
    expect(document.nodes).toHaveLength(3);
    expect(document.nodes[0]).toMatchObject({
      name: 'prod-eu',
      kind: 'litellm',
      environment: 'prod',
      version: null,
      reachable: null,
      capabilities: [],
    });
  });

  it('checks every node, and ends with 0 when all are ready', async () => {
    const { exit, document } = (await bench.json('node', 'check')) as Answered<{
      nodes: { version: string | null; reachable: boolean }[];
    }>;
    expect(exit).toBe(0);
    expect(document.nodes.map(({ version, reachable }) => [version, reachable])).toEqual([
      ['1.106.2', true],
      ['1.106.2', true],
      [null, true],
    ]);
  });

  it('asks for a pull before it compares', async () => {
    const { exit, err } = await bench.run('diff', 'prod-eu', 'prod-us');
    expect(exit).toBe(1);
    expect(err).toMatch(/^Error: .*prod-eu/);
    expect(err).toMatch(/pull/i);
  });

  it('pulls snapshots with their hash and counts', async () => {
    const { exit, document } = (await bench.json('pull')) as Answered<{
      snapshots: { node: string; hash: string; counts: { team: number } }[];
      failed: unknown[];
    }>;
    expect(exit).toBe(0);
    expect(document.failed).toEqual([]);
    expect(document.snapshots.map(({ node }) => node)).toEqual(['prod-eu', 'prod-us', 'batch']);
    for (const { hash, counts } of document.snapshots) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(counts.team).toBeGreaterThan(3);
    }
  });

  it('pulls one node that did not change, and says so', async () => {
    const { exit, out } = await bench.run('pull', 'batch');
    expect(exit).toBe(0);
    expect(out).toMatch(/batch +[0-9a-f]{12} +unchanged/);
  });

  it('finds the drift between two nodes and ends with 2', async () => {
    const { exit, document } = (await bench.json('diff', 'prod-eu', 'prod-us')) as Answered<{
      changes: { name: string }[];
      summary: object;
    }>;
    expect(exit).toBe(2);
    expect(document.changes.map(({ name }) => name)).toContain('fraud');
    expect(document.summary).toEqual({ create: 1, update: 3, delete: 1 });
  });

  it('finds no difference between a node and itself and ends with 0', async () => {
    const { exit, out } = await bench.run('diff', 'prod-eu', 'prod-eu');
    expect(exit).toBe(0);
    expect(out).toMatch(/No difference\.\n$/);
  });

  it('shows a difference as text', async () => {
    const { exit, out } = await bench.run('diff', 'prod-us', 'files', '--text');
    expect(exit).toBe(2);
    expect(out).toMatch(/^--- prod-us/m);
    expect(out).toMatch(/^\+ +limit: "50"$/m);
  });

  it('compares the config file with its node', async () => {
    const { exit } = await bench.run('diff', 'nodes/prod-eu/config.yaml', 'prod-eu');
    expect(exit).toBe(0);
  });

  it('plans into a file, with the hash of the state it was made from, and ends with 2', async () => {
    const { exit, document } = (await bench.json('plan', '-o', 'plan.json')) as Answered<{
      plan: string;
      snapshotHash: string;
      summary: object;
      operations: unknown[];
    }>;
    expect(exit).toBe(2);
    expect(document.snapshotHash).toMatch(/^[0-9a-f]{64}$/);
    expect(document.summary).toEqual({ create: 2, update: 5, delete: 0 });
    expect(document.operations).toHaveLength(7);
    const file = JSON.parse(await readFile(path.join(bench.workspace, 'plan.json'), 'utf8')) as {
      id: string;
    };
    expect(file.id).toBe(document.plan);
  });

  it('refuses a file that is not a plan', async () => {
    await writeFile(path.join(bench.workspace, 'not-a-plan.json'), '{"format":1}');
    const { exit, err } = await bench.run('push', './not-a-plan.json');
    expect(exit).toBe(1);
    expect(err).toContain('This file is not a plan.');
  });

  it('pushes the file, canary first, and verifies every operation', async () => {
    const { exit, document } = (await bench.json('push', './plan.json', '--canary', 'batch')) as Answered<{
      change: string;
      status: string;
      operations: { node: string; result: { status: string } }[];
    }>;
    expect(document.operations.map(({ result }) => result.status)).toEqual(Array(7).fill('verified'));
    expect(document.status).toBe('verified');
    expect(exit).toBe(0);
  });

  it('does not push the same plan twice', async () => {
    const { exit } = await bench.run('push', './plan.json');
    expect(exit).toBe(1);
  });

  it('has nothing to plan after the push, and ends with 0', async () => {
    const { exit, out } = await bench.run('plan');
    expect(exit).toBe(0);
    expect(out).toBe('Nothing to do: every node is as the files want it.\n');
  });

  it('has no costs before an import, and says what to do', async () => {
    const { exit, out, err } = await bench.run('costs');
    expect(exit).toBe(2);
    expect(out + err).toContain('gatehouse import');
  });

  it('imports from a node and counts every request once', async () => {
    const first = (await bench.json(
      'import',
      'prod-eu',
      '--since',
      '2026-10-01',
      '--until',
      '2026-11-01',
    )) as Answered<Record<string, unknown>>;
    expect(first.exit).toBe(0);
    expect(first.document).toMatchObject({ read: 560, inserted: 560, repeated: 0, refused: 0 });
    const again = (await bench.json(
      'import',
      'prod-eu',
      '--since',
      '2026-10-01',
      '--until',
      '2026-11-01',
    )) as Answered<Record<string, unknown>>;
    expect(again.document).toMatchObject({ read: 560, inserted: 0, repeated: 560, refused: 0 });
  });

  it('imports a file, and keeps a row that was cut with its reason', async () => {
    const log = path.join(bench.workspace, 'logs', 'prod-us-2026-10.jsonl');
    const text = await readFile(log, 'utf8');
    await writeFile(log, text.slice(0, -40));
    const { exit, out } = await bench.run('import', 'logs/prod-us-2026-10.jsonl', '--node', 'prod-us');
    // A refused row is something to act on.
    expect(exit).toBe(2);
    expect(out).toMatch(/299 new, 0 repeated, 0 updated, 1 refused/);
    expect(out).toMatch(/kept, with reasons, in archive\/prod-us\/refused\//);
  });

  it('adds costs up to the same total whatever they are split by', async () => {
    const totals = new Set<string>();
    for (const by of ['team', 'model', 'key', 'user', 'day', 'node', 'team,model']) {
      const { exit, document } = (await bench.json(
        'costs',
        '--month',
        '2026-10',
        '--by',
        by,
      )) as Answered<CostDocument>;
      expect(exit).toBe(0);
      expect(document).toMatchObject({ month: '2026-10', currency: 'USD' });
      expect(document.rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(document.total.requests);
      totals.add(`${document.total.requests} ${document.total.spend}`);
    }
    expect([...totals]).toEqual([expect.stringMatching(/^859 \d+\.\d+$/)]);
  });

  it('names teams by id and alias, and no team by the empty id', async () => {
    const { document } = (await bench.json('costs')) as Answered<CostDocument>;
    const ids = document.rows.map(({ teamId }) => teamId);
    expect(ids).toContain('');
    expect(document.rows.find(({ teamId }) => teamId === 'team-search')?.teamAlias).toBe('search');
  });

  it('writes CSV on stdout', async () => {
    const { exit, out } = await bench.run('costs', '--by', 'day', '--format', 'csv');
    expect(exit).toBe(0);
    expect(out.split('\r\n')[0]).toMatch(/day/i);
    expect(out).toContain('2026-10-01');
  });

  it('shows what the archive covers and what it lacks', async () => {
    const { exit, document } = (await bench.json('coverage')) as Answered<{
      nodes: { node: string; requests: number; gaps: unknown[] }[];
    }>;
    expect(exit).toBe(0);
    expect(document.nodes.find(({ node }) => node === 'prod-eu')).toMatchObject({ requests: 560, gaps: [] });
    expect(document.nodes.find(({ node }) => node === 'batch')).toMatchObject({ requests: 0 });
  });

  it('tells a wrong key by its node without showing it, and the rest goes on', async () => {
    const url =
      /url: (\S+)/.exec(await readFile(path.join(bench.workspace, 'fleet.yaml'), 'utf8'))?.[1] ?? '';
    expect(
      (await bench.run('node', 'add', 'wrong', '--kind', 'litellm', '--url', url, '--key-env', 'SOME_KEY'))
        .exit,
    ).toBe(0);
    const checked = await bench.run('node', 'check', 'wrong');
    expect(checked.exit).toBe(2);
    expect(checked.out).toContain('key refused');
    const pulled = await bench.run('pull');
    expect(pulled.exit).toBe(1);
    expect(pulled.out).toContain('prod-eu');
    expect(pulled.err).toContain('wrong');
    expect(checked.out + checked.err + pulled.out + pulled.err).not.toContain('sk-made-up-wrong-key-0001');
    expect((await bench.run('node', 'remove', 'wrong')).exit).toBe(0);
  });
});
