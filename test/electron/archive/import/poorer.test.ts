import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readSpendLog } from '../../../../electron/gateways/litellm/spend-log.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { expectedSums } from '../../../helpers/usage-sums.ts';
import { importWorld, requestsOf, rolledUp } from './node-state.ts';
import type { ImportWorld } from './node-state.ts';

const COLUMNS =
  `request_id startTime endTime api_key team_id user model_group model status spend prompt_tokens
  completion_tokens total_tokens cache_hit key_alias team_alias`.split(/\s+/);

type Row = Readonly<Record<string, unknown>>;

/** A row of the spend log with all that there can be. */
function wholeRow(number: number, change: Row = {}): Row {
  return {
    request_id: `chatcmpl-${number}`,
    startTime: '2026-10-10T12:00:00Z',
    endTime: '2026-10-10T12:00:01.400Z',
    request_duration_ms: 1_399,
    completionStartTime: '2026-10-10T12:00:00.300Z',
    call_type: 'acompletion',
    api_key: 'a'.repeat(64),
    team_id: 'team-1',
    user: 'user-1',
    end_user: 'somebody',
    model_group: 'gpt-4o',
    model: 'openai/gpt-4o',
    model_id: 'deployment-1',
    custom_llm_provider: 'openai',
    organization_id: 'org-1',
    session_id: 'talk-1',
    status: 'failure',
    spend: 0.25,
    prompt_tokens: 7,
    completion_tokens: 5,
    total_tokens: 12,
    cache_hit: 'False',
    request_tags: ['nightly'],
    requester_ip_address: '10.0.0.7',
    x_field: 1,
    metadata: {
      user_api_key_alias: 'ci',
      user_api_key_team_alias: 'payments',
      error_information: { error_class: 'RateLimit', error_code: '429', error_message: 'slow down' },
      usage_object: { prompt_tokens_details: { cached_tokens: 3 } },
      experiment: 'b',
    },
    ...change,
  };
}

function meant(row: Row): LoggedRequest {
  const outcome = readSpendLog(row);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.request;
}

/** The same rows as the table that the UI of the gateway exports. */
async function tableOf(world: ImportWorld, rows: readonly Row[], name = 'export.csv'): Promise<string> {
  const cell = (row: Row, column: string): string => {
    const { metadata } = row as { metadata: Row };
    const value =
      column === 'key_alias'
        ? metadata['user_api_key_alias']
        : column === 'team_alias'
          ? metadata['user_api_key_team_alias']
          : row[column];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const file = join(world.folder, 'given', name);
  const lines = rows.map((row) => COLUMNS.map((column) => cell(row, column)).join(','));
  await writeFile(file, `${COLUMNS.join(',')}\n${lines.join('\n')}\n`);
  return file;
}

const linesOf = (rows: readonly Row[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
const seven = Array.from({ length: 7 }, (_, number) => wholeRow(number));

describe('a table that lacks what the log has', () => {
  test('takes nothing from what the log said, and counts as repeated', async () => {
    const world = await importWorld();
    await world.take(await world.file(linesOf(seven)));
    const before = await world.store.segments();
    expect(await world.take(await tableOf(world, seven))).toMatchObject({
      inserted: 0,
      repeated: 7,
      updated: 0,
    });
    expect(await requestsOf(world.store)).toEqual(seven.map(meant));
    expect(await world.store.segments()).toEqual(before);
  });

  test('is filled up by the log that comes after it', async () => {
    const world = await importWorld();
    await world.take(await tableOf(world, seven));
    expect(await world.take(await world.file(linesOf(seven)))).toMatchObject({ inserted: 0, updated: 7 });
    expect(await requestsOf(world.store)).toEqual(seven.map(meant));
  });

  test('brings what has changed, and leaves the rest as it was known', async () => {
    const world = await importWorld();
    await world.take(await world.file(linesOf(seven)));
    const rows = seven.map((row, at) =>
      at % 2 === 0 ? row : { ...row, spend: 0.5, team_id: null, status: at === 1 ? 'success' : 'failure' },
    );
    expect(await world.take(await tableOf(world, rows))).toMatchObject({
      inserted: 0,
      repeated: 4,
      updated: 3,
    });
    const expected = rows.map(meant);
    expect(await requestsOf(world.store)).toEqual(expected);
    expect(expected[1]).toMatchObject({ ok: true, errorCode: null, teamId: '', tags: ['nightly'] });
    expect(await rolledUp(world.store)).toEqual(expectedSums(expected));
    expect(await world.take(await tableOf(world, rows, 'again.csv'))).toMatchObject({ repeated: 7 });
    expect(await requestsOf(world.store)).toEqual(expected);
  });

  test('says "none" in a column that is there and empty', async () => {
    const world = await importWorld();
    const [row = {}] = seven;
    await world.take(await world.file(linesOf([row])));
    await world.take(await tableOf(world, [{ ...row, user: null }]));
    expect(await requestsOf(world.store)).toMatchObject([{ user: '', endUser: 'somebody' }]);
  });

  test('comes to the same as the log alone, in any order and with anything left out of it', async () => {
    const some = fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(some, some, fc.boolean(), async (inLog, inTable, logFirst) => {
        const world = await importWorld();
        const rows = (numbers: readonly number[]) =>
          numbers.map((number) => wholeRow(number, { spend: number / 8 }));
        const log = await world.file(linesOf(rows(inLog)));
        const table = await tableOf(world, rows(inTable));
        for (const file of logFirst ? [log, table] : [table, log]) await world.take(file);
        const found = await requestsOf(world.store);
        const known = new Map(rows(inLog).map((row) => [meant(row).id, meant(row)]));
        for (const request of found) expect(request).toEqual(known.get(request.id) ?? request);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        expect(found).toHaveLength(new Set([...inLog, ...inTable]).size);
        expect(await rolledUp(world.store)).toEqual(expectedSums(found));
      }),
      { numRuns: 15 },
    );
  });
});

test('what a bucket logger wrote takes nothing from the metadata of the log, and adds its own', async () => {
  const world = await importWorld();
  const row = wholeRow(1, { status: 'success', metadata: { experiment: 'b', user_api_key_alias: 'ci' } });
  await world.take(await world.file(linesOf([row])));
  const [before] = await requestsOf(world.store);
  const payload = {
    id: row['request_id'],
    call_type: 'acompletion',
    startTime: Date.parse('2026-10-10T12:00:00Z') / 1_000,
    endTime: Date.parse('2026-10-10T12:00:01.399Z') / 1_000,
    response_cost: 0.25,
    prompt_tokens: 7,
    completion_tokens: 5,
    total_tokens: 12,
    model: 'openai/gpt-4o',
    model_group: 'gpt-4o',
    model_id: 'deployment-1',
    custom_llm_provider: 'openai',
    end_user: 'somebody',
    request_tags: ['nightly'],
    requester_ip_address: '10.0.0.7',
    status: 'success',
    cache_hit: false,
    session_id: 'talk-1',
    metadata: {
      user_api_key_hash: 'a'.repeat(64),
      user_api_key_team_id: 'team-1',
      user_api_key_user_id: 'user-1',
      user_api_key_org_id: 'org-1',
      applied_guardrails: ['pii'],
    },
  };
  expect(await world.take(await world.file(JSON.stringify(payload)))).toMatchObject({ updated: 1 });
  expect(await requestsOf(world.store)).toEqual([
    { ...before, extra: { x_field: 1, metadata: { experiment: 'b', applied_guardrails: ['pii'] } } },
  ]);
});

test('lines of a choice of fields take nothing from whole ones', async () => {
  const world = await importWorld();
  await world.take(await world.file(linesOf(seven)));
  const some = seven.map(({ request_id: id, startTime, spend, status }) => ({
    request_id: id,
    startTime,
    spend: Number(spend) * 2,
    status,
  }));
  expect(await world.take(await world.file(linesOf(some)))).toMatchObject({ updated: 7 });
  expect(await requestsOf(world.store)).toEqual(seven.map((row) => meant({ ...row, spend: 0.5 })));
});

test('what only the node itself says stays when its export is imported after it, and neither changes it again', async () => {
  const world = await importWorld();
  const whole = wholeRow(1, { metadata: { experiment: 'b', user_agent: 'curl/8', nested: { a: 1 } } });
  const exported = wholeRow(1, { metadata: { experiment: 'c', route: 'x' }, x_field: 2 });
  await world.take(await world.file(linesOf([whole])));
  const file = await world.file(linesOf([exported]));
  expect(await world.take(file)).toMatchObject({ updated: 1 });
  const kept = {
    x_field: 2,
    metadata: { experiment: 'c', user_agent: 'curl/8', nested: { a: 1 }, route: 'x' },
  };
  expect((await requestsOf(world.store))[0]?.extra).toEqual(kept);
  for (const again of [file, await world.file(linesOf([exported]), 'list')])
    expect(await world.take(again)).toMatchObject({ repeated: 1, updated: 0 });
  expect((await requestsOf(world.store))[0]?.extra).toEqual(kept);
});

test('a poorer reading that does not count does not count either when its correction is lost', async () => {
  const world = await importWorld();
  const whole = wholeRow(1, { metadata: { user_agent: 'curl/8' } });
  await world.take(await world.file(linesOf([whole])));
  const others = Array.from({ length: 4 }, (_, number) => wholeRow(number + 2));
  const summary = await world.take(await world.file(linesOf([wholeRow(1, { metadata: {} }), ...others])));
  expect(summary).toMatchObject({ inserted: 4, repeated: 1 });
  // No correction is needed: it was never stored.
  expect((await world.store.segments()).map(({ rows }) => rows)).toEqual([1, 4]);
});
