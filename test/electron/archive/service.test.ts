import { appendFileSync, rmSync } from 'node:fs';
import { copyFile, mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import { createArchiveService } from '../../../electron/archive/service.ts';
import type { CallContext } from '../../../electron/core/handlers.ts';
import type { GatewayAdapter, LogPage, LogWindow } from '../../../electron/gateways/adapter.ts';
import { readSpendLog } from '../../../electron/gateways/litellm/spend-log.ts';
import type { LogFacts } from '../../../shared/audit/coverage-facts.ts';
import type { NodeEntry } from '../../../shared/fleet/node.ts';
import { ProblemError } from '../../../shared/result.ts';
import { makeRequest } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/spend-logs');
const NOW = new Date('2026-11-20T12:00:00Z');
const entry: NodeEntry = {
  name: 'prod-eu',
  kind: 'litellm',
  url: 'http://127.0.0.1:4000',
  environment: 'prod',
  key: { from: 'sample' },
};

type Progress = Parameters<CallContext['progress']>[0];

/** The service over an empty archive, with a gateway that answers with `pages`. */
async function newService(pages: readonly LogPage[] = [], facts: LogFacts | null = null) {
  const folder = await temporaryFolder();
  const windows: LogWindow[] = [];
  const told: string[] = [];
  const progress: Progress[] = [];
  const litellm = {
    kind: 'litellm',
    readLogRow: readSpendLog,
    async *readLog(_connection: unknown, window: LogWindow) {
      windows.push(window);
      yield* pages;
      yield { rows: [], refused: [], bytes: 0, covered: window };
    },
  } as unknown as GatewayAdapter;
  const known = async (node: string) => {
    if (node === entry.name || node === 'prod-us') return { ...entry, name: node };
    throw new ProblemError({ code: 'node_unknown', message: `There is no node named ${node}.` });
  };
  const service = createArchiveService({
    archive: openArchive(folder, { now: () => NOW }),
    clock: { now: () => NOW },
    events: { taskChanged: () => undefined, workspaceChanged: (part) => void told.push(part) },
    adapter: async () => litellm,
    nodes: async () => [entry.name, 'prod-us'],
    facts: async () => facts,
    groupCosts: { read: async () => new Map(), payers: async () => new Map() },
    entry: known,
    connect: async (node) => ({
      connection: { node, url: entry.url, key: 'sk-test' },
      entry: await known(node),
      adapter: litellm,
    }),
  });
  const context: CallContext = {
    signal: new AbortController().signal,
    progress: (state) => void progress.push(state),
  };
  return { folder, service, context, windows, told, progress };
}

describe('importing from a node', () => {
  test('reads the usual window, then on from its end', async () => {
    const { service, context, windows, told, progress } = await newService([
      { rows: [makeRequest()], refused: [], bytes: 10, covered: null },
    ]);
    const first = await service['archive.importNode']({ node: 'prod-eu' }, context);
    expect(first.imports).toMatchObject([{ node: 'prod-eu', inserted: 1 }]);
    const second = await service['archive.importNode']({ node: 'prod-eu' }, context);
    expect(second.imports).toMatchObject([{ inserted: 0, repeated: 1 }]);
    expect(windows).toEqual([
      { sinceMs: Date.parse('2026-09-19T12:00:00Z'), untilMs: NOW.getTime() },
      { sinceMs: NOW.getTime() - 3_600_000, untilMs: NOW.getTime() },
    ]);
    expect(told).toEqual(['archive', 'archive']);
    expect(progress[0]).toMatchObject({ label: 'Importing requests from prod-eu', unit: 'rows' });
    expect(progress[1]).toMatchObject({ done: 1, total: null });
  });

  test('goes on from where the node was read, whatever a file beside it reaches to', async () => {
    const { service, context, windows } = await newService();
    const october = { since: '2026-10-01T00:00:00Z', until: '2026-10-02T00:00:00Z' };
    await service['archive.importNode']({ node: 'prod-eu', ...october }, context);
    // Its last request is of 23 November.
    const paths = [join(FIXTURES, 'seed-60.jsonl')];
    await service['archive.importFiles']({ node: 'prod-eu', paths }, context);
    await service['archive.importNode']({ node: 'prod-eu' }, context);
    expect(windows[1]).toEqual({ sinceMs: Date.parse('2026-10-01T23:00:00Z'), untilMs: NOW.getTime() });
  });

  test('reads again what lies between two windows that were asked for', async () => {
    const { service, context, windows } = await newService();
    const first = { since: '2026-10-01T00:00:00Z', until: '2026-10-02T00:00:00Z' };
    const later = { since: '2026-11-01T00:00:00Z', until: '2026-11-02T00:00:00Z' };
    const older = { since: '2026-09-01T00:00:00Z', until: '2026-09-02T00:00:00Z' };
    for (const window of [first, later, older]) {
      await service['archive.importNode']({ node: 'prod-eu', ...window }, context);
    }
    await service['archive.importNode']({ node: 'prod-eu' }, context);
    expect(windows.at(-1)).toEqual({ sinceMs: Date.parse('2026-10-01T23:00:00Z'), untilMs: NOW.getTime() });
  });

  test.each([
    ['deleted after a week', { retentionMs: 7 * 86_400_000, loggingOff: null }, '2026-11-13T12:00:00.000Z'],
    ['never written', { retentionMs: null, loggingOff: 'disable_spend_logs is set' }, null],
  ])('does not call covered what the node had %s', async (_, known, from) => {
    const { service, context } = await newService([], { firstSeenMs: null, ...known });
    await service['archive.importNode']({ node: 'prod-eu' }, context);
    const { nodes } = await service['archive.coverage']({}, context);
    expect(nodes[0]).toMatchObject({ node: 'prod-eu', from });
  });

  test('does not wait for what is still to come', async () => {
    const { service, context, windows } = await newService();
    await service['archive.importNode']({ node: 'prod-eu', until: '2027-01-01T00:00:00Z' }, context);
    expect(windows[0]?.untilMs).toBe(NOW.getTime());
  });

  test('of a node that is not there is refused', async () => {
    const { service, context } = await newService();
    await expect(service['archive.importNode']({ node: 'nobody' }, context)).rejects.toMatchObject({
      problem: { code: 'node_unknown' },
    });
  });
});

describe('importing files', () => {
  test('takes them in one after the other, with bytes of all of them as progress', async () => {
    const { service, context, progress } = await newService();
    const paths = ['seed-60.jsonl', 'seed-57.jsonl'].map((name) => join(FIXTURES, name));
    const { imports } = await service['archive.importFiles']({ node: 'prod-eu', paths }, context);
    expect(imports.map(({ read, inserted, refused }) => [read, inserted, refused])).toEqual([
      [304, 301, 0],
      [303, 301, 0],
    ]);
    expect(progress.map(({ label }) => label).filter((label) => label !== undefined)).toEqual([
      'Looking at seed-60.jsonl',
      'Looking at seed-57.jsonl',
      'Importing seed-60.jsonl into prod-eu',
      'Importing seed-57.jsonl into prod-eu',
    ]);
    const last = progress.at(-1);
    expect(last?.done).toBe(last?.total);
    expect(last?.secondsLeft).toBeNull();
  });

  test('looks at all of them before it takes in the first', async () => {
    const { folder, service, context } = await newService();
    const bad = join(folder, 'bad.jsonl');
    await writeFile(bad, '<html>');
    await copyFile(join(FIXTURES, 'seed-60.jsonl'), join(folder, 'good.jsonl'));
    const paths = [join(folder, 'good.jsonl'), bad];
    await expect(service['archive.importFiles']({ node: 'prod-eu', paths }, context)).rejects.toMatchObject({
      problem: { code: 'not_a_log' },
    });
    expect(
      (await service['archive.coverage']({}, context)).nodes.every(({ requests }) => requests === 0),
    ).toBe(true);
  });
});

describe('importing a file into a second node', () => {
  const inOther = { code: 'imported_in_other_node', where: 'copy.jsonl' };

  async function twice() {
    const made = await newService();
    const { folder, service, context } = made;
    const paths = [join(FIXTURES, 'seed-60.jsonl')];
    await service['archive.importFiles']({ node: 'prod-eu', paths }, context);
    const copy = join(folder, 'copy.jsonl');
    await copyFile(paths[0] ?? '', copy);
    await utimes(copy, NOW, NOW);
    const importCopy = async (node: string) =>
      (await service['archive.importFiles']({ node, paths: [copy] }, context)).imports[0];
    return { ...made, importCopy };
  }

  test('does it, and warns that its requests count in both', async () => {
    const { importCopy } = await twice();
    const summary = await importCopy('prod-us');
    expect(summary).toMatchObject({ inserted: 301, warnings: [inOther] });
    expect(summary?.warnings?.[0]?.message).toContain('were also imported into prod-eu');
    expect(summary?.notes).toEqual([expect.stringMatching(/prod-eu.*move archive\/ with the name/)]);
  });

  test('warns of nothing in the same node, nor once the other is taken out', async () => {
    const { folder, importCopy } = await twice();
    expect(await importCopy('prod-eu')).toMatchObject({ inserted: 0, repeated: 304 });
    expect((await importCopy('prod-eu'))?.warnings).toBeUndefined();
    rmSync(join(folder, 'archive/prod-eu'), { recursive: true });
    expect((await importCopy('prod-us'))?.warnings).toBeUndefined();
  });
});

describe('importing files of which one fails', () => {
  /** Three files, one a month. */
  async function threeFiles() {
    const made = await newService();
    const { folder } = made;
    const lines = (month: string) =>
      `${JSON.stringify({ request_id: month, startTime: `${month}-10 12:00:00`, endTime: `${month}-10 12:00:01` })}\n`;
    const paths = ['2026-09', '2026-10', '2026-11'].map((month) => join(folder, `${month}.jsonl`));
    for (const file of paths) await writeFile(file, lines(basename(file, '.jsonl')));
    return { ...made, paths };
  }

  test('says what became of the others, and remembers those that came in', async () => {
    const { folder, service, context, paths } = await threeFiles();
    const [, second = ''] = paths;
    const progress = ({ label = '' }: Progress) => {
      if (label.startsWith('Importing 2026-10')) rmSync(second);
    };
    const call = service['archive.importFiles']({ node: 'prod-eu', paths }, { ...context, progress });
    await expect(call).rejects.toMatchObject({
      problem: {
        code: 'file_unreadable',
        message: expect.stringMatching(
          / Imported before 2026-10\.jsonl: 2026-09\.jsonl \(1 new\)\. Not imported after 2026-10\.jsonl: 2026-11\.jsonl\.$/,
        ),
      },
    });
    const noted = await openArchive(folder).importedFiles();
    expect(noted.map(({ name, node }) => [name, node])).toEqual([['2026-09.jsonl', 'prod-eu']]);
  });

  test('does not call a good import bad because it cannot be remembered', async () => {
    const { folder, service, context, paths } = await threeFiles();
    await mkdir(join(folder, 'archive/imported-files.json'), { recursive: true });
    const [first = ''] = paths;
    const { imports } = await service['archive.importFiles']({ node: 'prod-eu', paths: [first] }, context);
    expect(imports).toMatchObject([{ inserted: 1 }]);
  });

  test('remembers a file as it was before it was read', async () => {
    const { folder, service, context, paths } = await threeFiles();
    const [first = ''] = paths;
    const before = await stat(first);
    const progress = ({ label = '' }: Progress) => {
      if (label.startsWith('Importing')) appendFileSync(first, '\n');
    };
    await service['archive.importFiles']({ node: 'prod-eu', paths: [first] }, { ...context, progress });
    const [noted] = await openArchive(folder).importedFiles();
    expect(noted).toMatchObject({ name: '2026-09.jsonl', bytes: before.size });
    expect((await stat(first)).size).toBeGreaterThan(before.size);
  });
});

describe('asking', () => {
  test('gives the costs of one team, key, model or node alone, and nothing for one that is not there', async () => {
    const rows = [
      makeRequest(),
      makeRequest({ id: 'other', teamId: 'team-2', model: 'claude-haiku', spendNano: 7 }),
    ];
    const { service, context } = await newService([{ rows, refused: [], bytes: 10, covered: null }]);
    await service['archive.importNode']({ node: 'prod-eu', since: '2026-10-01T00:00:00Z' }, context);
    const of = async (only: object) =>
      (await service['costs.report']({ month: '2026-10', by: ['day'], only }, context)).report;
    expect((await of({})).total.requests).toBe(2);
    expect((await of({ team: 'team-2' })).total).toMatchObject({ requests: 1, spend: '0.000000007' });
    expect((await of({ team: 'team-2', model: 'claude-haiku' })).total.requests).toBe(1);
    expect((await of({ team: 'team-2', model: 'gpt-4o' })).total.requests).toBe(0);
    expect((await of({ team: 'nobody' })).rows).toEqual([]);
    const there = await of({ node: 'prod-eu', team: 'team-1' });
    expect([there.total.requests, there.coverage.map(({ node }) => node)]).toEqual([1, ['prod-eu']]);
    expect((await of({ node: 'prod-us', team: 'team-1' })).total.requests).toBe(0);
  });

  test('gives costs with what every node of the fleet lacks, their CSV, and pages of requests', async () => {
    const { service, context } = await newService([
      { rows: [makeRequest()], refused: [], bytes: 10, covered: null },
    ]);
    await service['archive.importNode']({ node: 'prod-eu', since: '2026-10-01T00:00:00Z' }, context);
    const { report } = await service['costs.report']({ month: '2026-10', by: ['team'] }, context);
    expect(report.total).toMatchObject({ requests: 1, spend: '0.00045' });
    expect(report.coverage.map(({ node, gaps }) => [node, gaps.length])).toEqual([
      ['prod-eu', 0],
      ['prod-us', 1],
    ]);
    expect(await service['costs.csv']({ month: '2026-10', by: ['team', 'model'] }, context)).toEqual({
      suggestedName: 'costs-2026-10-by-team-model.csv',
      text:
        'team_id,team_alias,model,requests,failures,prompt_tokens,completion_tokens,spend_usd,unpriced_requests,node_hours_missing,missing_because\r\n' +
        'team-1,payments,gpt-4o,1,0,100,20,0.00045,0,744,not-imported\r\n',
    });
    const page = await service['audit.page'](
      { filter: { where: [] }, offset: 0, limit: 10, sort: 'startMs', descending: true },
      context,
    );
    expect(page).toMatchObject({ total: 1, spend: '0.00045', rows: [{ node: 'prod-eu', ...makeRequest() }] });
    expect(page.tookMs).toBeGreaterThanOrEqual(0);
    await service.close();
  });
});
