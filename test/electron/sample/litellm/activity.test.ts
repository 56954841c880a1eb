import { afterEach, expect, it } from 'vitest';
import { decode, encode, isList, isObject, type Value } from '../../../../electron/sample/litellm/python.ts';
import { startLitellmSimulator, type LitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { makeSampleNode } from '../../../../electron/sample/world.ts';
import { LAB_MASTER_KEY } from './lab-state.ts';
import { readRecording } from './recording.ts';
import { shapeDifferences } from './shape.ts';

const { state, log, totals } = makeSampleNode('prod-eu', { seed: 5, rows: 3000 });
let simulator: LitellmSimulator | null = null;

afterEach(async () => {
  await simulator?.close();
  simulator = null;
});

async function activity(query: string): Promise<{ readonly status: number; readonly answer: Value }> {
  simulator = await startLitellmSimulator({ state, log, masterKey: LAB_MASTER_KEY });
  const response = await fetch(`${simulator.url}/team/daily/activity/aggregated?${query}`, {
    headers: { authorization: `Bearer ${LAB_MASTER_KEY}` },
  });
  return { status: response.status, answer: decode(await response.text()) };
}

/** The first member of each map that is keyed by names, under a name of its own. */
function firstOnly(value: Value, named: boolean): Value {
  if (isList(value)) return value.slice(0, 1).map((item) => firstOnly(item, false));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const kept = named ? entries.slice(0, 1).map(([, item]): [string, Value] => ['first', item]) : entries;
  return Object.fromEntries(
    kept.map(([name, item]) => [name, firstOnly(item, NAMED.has(name) && name !== 'mcp_servers')]),
  );
}

const NAMED = new Set([
  'models',
  'model_groups',
  'providers',
  'endpoints',
  'api_keys',
  'entities',
  'api_key_breakdown',
  'entity_total_api_keys',
]);

it('has the shape that was recorded', async () => {
  const { answer } = await activity('start_date=2026-10-06&end_date=2026-10-06');
  const recorded = readRecording('team-daily-activity-aggregated').answer;
  const options = { looseNulls: true, optionalKeys: ['team_alias'] };
  expect(shapeDifferences(firstOnly(recorded, false), firstOnly(answer, false), options)).toEqual([]);
});

it('adds up to what the log adds up to', async () => {
  const { answer } = await activity('start_date=2026-10-01&end_date=2026-10-31');
  const { results, metadata } = plain(answer) as {
    results: readonly {
      date: string;
      metrics: { spend: number; api_requests: number };
      breakdown: { entities: Record<string, { metrics: { api_requests: number; failed_requests: number } }> };
    }[];
    metadata: { total_spend: number; total_api_requests: number; total_failed_requests: number };
  };
  expect(metadata.total_api_requests).toBe(totals.total.requests);
  expect(metadata.total_failed_requests).toBe(totals.total.failures);
  expect(Math.round(metadata.total_spend * 1e6)).toBe(Math.round(totals.total.spendNano / 1000));
  expect(results.length).toBe(totals.byDay.size);
  for (const { date, metrics } of results) {
    expect(metrics.api_requests).toBe(totals.byDay.get(date)?.requests);
  }
  const search = results.reduce(
    (sum, day) => sum + (day.breakdown.entities['team-search']?.metrics.api_requests ?? 0),
    0,
  );
  expect(search).toBe(totals.byTeam.get('team-search')?.requests);
});

it('wants days', async () => {
  expect(await activity('start_date=x&end_date=y')).toEqual({
    status: 400,
    answer: { detail: { error: 'start_date and end_date must be valid YYYY-MM-DD dates' } },
  });
});

function plain(value: Value): unknown {
  return JSON.parse(encode(value));
}
