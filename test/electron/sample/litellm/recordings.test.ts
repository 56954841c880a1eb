import { afterEach, describe, expect, it } from 'vitest';
import { decode, encode, isList, isObject, type Value } from '../../../../electron/sample/litellm/python.ts';
import { startLitellmSimulator, type LitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { spendLogOf } from '../../../../electron/sample/world/log.ts';
import { makeTraffic } from '../../../../electron/sample/world/traffic.ts';
import { LAB_MASTER_KEY, LAB_NOW, labState } from './lab-state.ts';
import { readRecording, type Recording } from './recording.ts';
import { LOG_ROW_RECORDINGS, SCENARIOS, type Replay } from './scenarios.ts';
import { shapeDifferences } from './shape.ts';

const log = spendLogOf(makeTraffic('prod-eu', { seed: 1, rows: 1000 }));

/** Values of the recorded queries that mean the same in the month that the simulator's log covers. */
const IN_OUR_LOG: Readonly<Record<string, string>> = {
  'team-03': 'team-search',
  'cust-01': 'cust-01',
};

const MASTER = { authorization: `Bearer ${LAB_MASTER_KEY}`, 'content-type': 'application/json' };

let simulator: LitellmSimulator | null = null;

afterEach(async () => {
  await simulator?.close();
  simulator = null;
});

async function start(): Promise<LitellmSimulator> {
  simulator = await startLitellmSimulator({
    state: labState(),
    log,
    masterKey: LAB_MASTER_KEY,
    now: () => LAB_NOW,
  });
  return simulator;
}

async function replay(url: string, { method, path, query, body, headers }: Recording): Promise<Response> {
  const address = new URL(path.split('/').map(encodeURIComponent).join('/'), url);
  const isLog = path.startsWith('/spend/logs');
  for (const [name, value] of Object.entries(query)) {
    const text = typeof value === 'string' ? value : encode(value);
    address.searchParams.set(name, isLog ? (IN_OUR_LOG[text] ?? inOurMonth(name, text)) : text);
  }
  return fetch(address, {
    method,
    headers: { ...(body === null ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === null ? {} : { body }),
  });
}

function inOurMonth(name: string, text: string): string {
  if (!/^2026-11-2\d \d\d:\d\d:\d\d$/.test(text)) return text;
  const early = text.startsWith('2026-11-22') === (name === 'start_date');
  return name === 'start_date'
    ? early
      ? '2026-10-01 00:00:00'
      : text
    : early
      ? '2026-10-31 23:59:59'
      : text;
}

function differences(recording: Recording, answer: Value, replayed: Replay): readonly string[] {
  const refused = recording.status >= 400;
  if (replayed.exact === true || (refused && replayed.shapeOnly !== true)) {
    const [recorded, simulated] = [sorted(recording.answer), sorted(answer)];
    return recorded === simulated ? [] : [`answered ${simulated}, recorded ${recorded}`];
  }
  return shapeDifferences(
    replayed.logRows === true ? withAllRows(recording.answer) : recording.answer,
    answer,
    replayed,
  );
}

function withAllRows(answer: Value): Value {
  const data = LOG_ROW_RECORDINGS.map(readRecording).flatMap(({ answer: page }) => rowsOf(page));
  return isObject(answer) ? { ...answer, data } : answer;
}

function rowsOf(page: Value): readonly Value[] {
  const data = isObject(page) ? page['data'] : undefined;
  return isList(data) ? data : [];
}

function sorted(value: Value): string {
  return JSON.stringify(JSON.parse(encode(value)), (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

describe.each(Object.entries(SCENARIOS))('answers as LiteLLM 1.106.2 did: %s', (_, scenario) => {
  it('in status, content type, shape and words', async () => {
    const { url } = await start();
    const wrong: string[] = [];
    for (const step of scenario) {
      if (typeof step === 'object' && 'method' in step) {
        const body = JSON.stringify(step.body);
        await fetch(new URL(step.path, url), { method: step.method, headers: MASTER, body });
        continue;
      }
      const replayed = typeof step === 'string' ? { name: step } : step;
      const recording = readRecording(replayed.name);
      const response = await replay(url, recording);
      const type = response.headers.get('content-type');
      const answer = decode(await response.text());
      const found = [
        ...(response.status === recording.status
          ? []
          : [`status ${response.status}, recorded ${recording.status}`]),
        ...(type === recording.contentType
          ? []
          : [`content type ${type}, recorded ${recording.contentType}`]),
        ...differences(recording, answer, replayed),
      ];
      wrong.push(...found.map((text) => `${replayed.name}: ${text}`));
    }
    expect(wrong).toEqual([]);
  }, 30_000);
});

it('covers at least 90 recordings, and none by a name that is not there', () => {
  const names = Object.values(SCENARIOS)
    .flat()
    .flatMap((step) => (typeof step === 'string' ? [step] : 'name' in step ? [step.name] : []));
  expect(new Set(names).size).toBeGreaterThanOrEqual(90);
});
