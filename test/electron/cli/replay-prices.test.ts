import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { RepriceView } from '../../../shared/contract/reprice-answers.ts';
import { sumDecimal } from '../../../shared/cost/money.ts';
import { openCliBench } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

let bench: CliBench;
beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('pull');
  await bench.run('import', 'prod-eu');
}, 120_000);
afterAll(() => bench.close());

async function view(prices: string): Promise<{ readonly exit: number; readonly view: RepriceView }> {
  const { exit, document } = await bench.json('replay', '--prices', prices, '--node', 'prod-eu');
  return { exit, view: document as RepriceView };
}

async function priceFile(text: string): Promise<string> {
  await writeFile(path.join(bench.workspace, 'prices.json'), text);
  return 'prices.json';
}

const GPT = (input: number) =>
  JSON.stringify({ 'openai/gpt-4o': { input_cost_per_token: input, output_cost_per_token: input } });

describe('other prices', () => {
  test('that made the log make the same sum, to the nano-dollar', async () => {
    const { exit, view: found } = await view('1.106.2');
    expect(exit).toBe(0);
    expect(found).toMatchObject({
      difference: '0',
      unpriced: { requests: 0, spend: '0' },
      unsaid: 0,
      verdicts: { denied: 0, gained: 0 },
      prices: 'the cost map of 1.106.2',
    });
    expect(found.wouldBe).toBe(found.was);
    const costs = (await bench.json('costs', '--month', '2026-10', '--by', 'node')).document as {
      readonly rows: readonly { readonly spend: string }[];
    };
    expect(found.was).toBe(costs.rows[0]?.spend);
    expect(sumDecimal(found.byTeam.map(({ wouldBe }) => wouldBe ?? '0'))).toBe(found.was);
  });

  test('of a file are before a node’s own, and what they do not name has no price, which is not zero', async () => {
    const { view: found } = await view(await priceFile(GPT(0)));
    const row = (id: string) => found.byModel.find((one) => one.id === id);
    expect(row('gpt-4o')).toMatchObject({ wouldBe: '0', unpriced: { requests: 0 } });
    expect(Number(row('gpt-4o')?.difference)).toBeLessThan(0);
    expect(found.unpricedModels.map(({ model }) => model)).toContain('claude-sonnet');
    expect(found.unpricedModels.map(({ model }) => model)).not.toContain('gpt-4o');
    expect(row('claude-sonnet')?.unpriced.requests).toBeGreaterThan(0);
    // The gateway's own price of its own model stays.
    expect(row('llama-local')).toMatchObject({ wouldBe: '0', unpriced: { requests: 0 } });
    const all = (await view('1.106.2')).view;
    expect(sumDecimal([found.was, found.unpriced.spend])).toBe(all.was);
    expect(found.requests + found.unpriced.requests).toBe(all.requests);
  });

  test('that are dearer fill budgets, which ends with exit code 2', async () => {
    const { exit, view: found } = await view(await priceFile(GPT(0.01)));
    expect(exit).toBe(2);
    expect(found.verdicts.denied).toBeGreaterThan(0);
    const { out, err } = await bench.run('replay', '--prices', 'prices.json', '--node', 'prod-eu');
    expect(out).toMatch(/^prod-eu, 2026-10-01T00:00 to 2026-11-01T00:00 UTC, by .*prices\.json$/m);
    expect(out).toMatch(/requests cost \$[\d.]+ and would have cost \$[\d.]+: \+[\d.]+ USD\.$/m);
    expect(out).toMatch(/^ {2}[\d,]+ requests, which cost \$[\d.]+, have no price and are left out\.$/m);
    expect(out).toMatch(/^ {2}Budgets filled by these prices would refuse [\d,]+ requests more/m);
    expect(out).toMatch(/^Team +requests +was USD +would be USD +difference +without price$/m);
    expect(out).toMatch(/^claude-sonnet +anthropic\/claude-sonnet-4-5 +anthropic +\d/m);
    expect(err).toMatch(/^Note: prod-eu has prices of its own for llama-local\.$/m);
  });

  test('may be those of the node alone', async () => {
    const { view: found } = await view('own');
    expect(found.prices).toBe('the prices that nodes have of their own');
    expect(found.unpricedModels.map(({ model }) => model)).toContain('gpt-4o');
    expect(found.unpricedModels.map(({ model }) => model)).not.toContain('llama-local');
  });
});

test.each([
  ['1.90.0', /The cost map of "1\.90\.0" is not known; those of 1\.81\.13 and 1\.106\.2 are\.\n +Name one/],
  ['nowhere.json', /nowhere\.json could not be read \(it is not there\)\./],
])('prices that are not there are an error with the next step: %s', async (prices, message) => {
  expect(await bench.run('replay', '--prices', prices)).toMatchObject({
    exit: 1,
    out: '',
    err: expect.stringMatching(message) as string,
  });
});

test('a file that is no table of prices is named with the line', async () => {
  await priceFile('{\n "gpt-4o": {\n  "input_cost_per_token": -1 } }');
  expect(await bench.run('replay', '--prices', 'prices.json')).toMatchObject({
    exit: 1,
    err: expect.stringMatching(
      /prices\.json is no table of prices: line 3: input_cost_per_token of "gpt-4o" is -1, below zero\.\n +at .*prices\.json:3\n +Give a JSON file/,
    ) as string,
  });
});

test('prices and another release are two questions', async () => {
  const both = await bench.run('replay', '--prices', 'own', '--as-version', '1.110.2');
  expect(both).toMatchObject({
    exit: 64,
    err: expect.stringMatching(/Name one of --as-version and --prices/) as string,
  });
});

test.each([
  ['--prices', 'own'],
  ['--as-version', '1.110.2'],
])('what is not kept says how to have it in a file: %s', async (option, value) => {
  const kept = await bench.run('replay', option, value, '--keep');
  expect(kept.exit).toBe(64);
  expect(kept.err).toContain(`--keep does not go with ${option}`);
  expect(kept.err).toContain(`gatehouse replay ${option} ${value} --json > replay.json`);
});

test('what failed and has no cost in the log is said to be in no number', async () => {
  const row = {
    request_id: 'failed-1',
    call_type: 'acompletion',
    api_key: 'k',
    spend: null,
    startTime: '2026-10-05T08:00:00.000Z',
    endTime: '2026-10-05T08:00:09.000Z',
    model: 'openai/gpt-4o',
    model_group: 'gpt-4o',
    user: '',
    status: 'failure',
    metadata: { status: 'failure', error_information: { error_code: '408', error_class: 'Timeout' } },
  };
  const before = (await view('1.106.2')).view;
  expect(before.notes.join()).not.toContain('no cost of');
  await writeFile(path.join(bench.workspace, 'more.jsonl'), `${JSON.stringify(row)}\n`);
  expect((await bench.run('import', 'more.jsonl', '--node', 'prod-eu')).exit).not.toBe(1);
  const after = (await view('1.106.2')).view;
  expect(after.requests).toBe(before.requests);
  expect(after.notes[0]).toMatch(/^1 request failed or was refused, and the log has no cost of it/);
});
