import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { openArchive } from '../../electron/archive/archive.ts';
import { openLogSource } from '../../electron/archive/sources/open-log-source.ts';
import { readRequestLog } from '../../electron/replay/read-request-log.ts';
import { monthInterval } from '../../shared/audit/months.ts';
import type { Resource } from '../../shared/fleet/snapshot.ts';
import { compareVerdicts } from '../../shared/replay/compare-verdicts.ts';
import { litellmState } from '../../shared/replay/litellm/litellm-state.ts';
import { rulesOf } from '../../shared/replay/litellm/release-rules.ts';
import { replay } from '../../shared/replay/replay.ts';
import type { Verdicts } from '../../shared/replay/replay.ts';
import type { RequestLog } from '../../shared/replay/request-log.ts';

/**
 * `npm run bench -- replay [--rows N]…`: a month of requests of 200 teams and 2,000 keys through the policy of today and
 * another one, both compared: from the archive's files, both again, and the other one again beside what is kept of today's,
 * as an edit of the policy asks. Its parts are processes of their own.
 */
const TEAMS = 200;
const KEYS = 2_000;
const MODELS = 12;
const MONTH = '2026-10';
const WARM_ROUNDS = 9;
const run = promisify(execFile);

interface Measured {
  readonly requests: number;
  readonly denied: number;
  readonly coldMs: number;
  readonly warmMs: number;
  readonly editMs: number;
  readonly peakMb: number;
}

async function main(): Promise<void> {
  const [first, folder = '', rows = ''] = process.argv.slice(2);
  if (first === '--make') return makeArchive(folder, Number(rows));
  if (first === '--ask') {
    process.stdout.write(JSON.stringify(await ask(folder)));
    return;
  }
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: { rows: { type: 'string', multiple: true } },
  });
  const warm: number[] = [];
  for (const count of (values.rows ?? ['1000000']).map(Number)) {
    const workspace = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
    try {
      await part('--make', workspace, String(count));
      const found = JSON.parse(await part('--ask', workspace)) as Measured;
      warm.push(found.warmMs);
      process.stdout.write(
        `${found.requests} requests, ${TEAMS} teams, ${KEYS} keys through two policies, ${found.denied} denied:\n` +
          `  ${found.coldMs.toFixed(0)} ms from files, ${found.warmMs.toFixed(0)} ms both again, ${found.editMs.toFixed(0)} ms an edit, at most ${found.peakMb.toFixed(0)} MB\n`,
      );
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  }
  const [last = 0, before = 0] = warm.toReversed();
  if (warm.length > 1)
    process.stdout.write(`time of the last against the one before: ${(last / before).toFixed(2)} x\n`);
}

async function part(...args: readonly string[]): Promise<string> {
  return (await run(process.execPath, [process.argv[1] ?? '', ...args])).stdout;
}

/** Numbers that are the same each time. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

async function makeArchive(workspace: string, rows: number): Promise<void> {
  const random = randomOf(7);
  const file = join(workspace, 'requests.jsonl');
  const out = createWriteStream(file, { highWaterMark: 1_048_576 });
  const { fromMs, untilMs } = monthInterval(MONTH);
  for (let index = 0; index < rows; index += 1) {
    const key = Math.floor(random() * KEYS);
    const tokens = 100 + Math.floor(random() * 3_000);
    const row = {
      request_id: `chatcmpl-${index.toString(16)}-${Math.floor(random() * 1e9).toString(16)}`,
      call_type: 'acompletion',
      api_key: `k${key}`,
      team_id: `t${key % TEAMS}`,
      model_group: `model-${Math.floor(random() * MODELS)}`,
      startTime: new Date(fromMs + Math.floor((index / rows) * (untilMs - fromMs))).toISOString(),
      request_duration_ms: 200 + Math.floor(random() * 3_000),
      spend: Math.floor(random() * 5e6) / 1e9,
      prompt_tokens: tokens,
      completion_tokens: 200,
      total_tokens: tokens + 200,
      status: 'success',
    };
    if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  const archive = openArchive(workspace);
  const work = { signal: new AbortController().signal, progress: () => undefined };
  await archive.importSource('bench', await openLogSource(file), work);
  await archive.close();
}

/** What the node holds: every rule that is replayed has somebody whom it meets. */
function resourcesOf(models: number, budget: number): readonly Resource[] {
  const random = randomOf(11);
  const resource = (kind: Resource['kind'], id: string, fields: Resource['fields']): Resource => ({
    kind,
    id,
    name: id,
    owner: 'database',
    fields,
    settings: {},
    observed: {},
  });
  const names = Array.from({ length: MODELS }, (_, at) => `model-${at}`);
  const periods = ['1d', '7d', '30d'];
  return [
    ...names.map((name) => resource('model', name, {})),
    ...Array.from({ length: TEAMS }, (_, at) =>
      resource('team', `t${at}`, {
        models: at % 4 === 0 ? ['*'] : names.slice(0, models).toSorted(),
        budget: { limit: String(budget + Math.floor(random() * budget)), period: periods[at % 3] ?? null },
        requestsPerMinute: at % 2 === 0 ? 600 : null,
        tokensPerMinute: at % 2 === 0 ? 500_000 : null,
        blocked: false,
      }),
    ),
    ...Array.from({ length: KEYS }, (_, at) =>
      resource('key', `k${at}`, {
        team: `t${at % TEAMS}`,
        user: null,
        models: at % 5 === 0 ? ['model-*'] : ['*'],
        budget: at % 3 === 0 ? { limit: String(budget / 4), period: '30d' } : null,
        requestsPerMinute: at % 3 === 0 ? 60 : null,
        tokensPerMinute: null,
        blocked: false,
      }),
    ),
  ];
}

async function ask(workspace: string): Promise<Measured> {
  const today = resourcesOf(MODELS, 40);
  const edited = resourcesOf(MODELS - 3, 20);
  const began = performance.now();
  const archive = openArchive(workspace);
  const [store] = await archive.stores();
  if (store === undefined) throw new Error('Nothing was imported.');
  const { log } = await readRequestLog(store, monthInterval(MONTH));
  let kept = verdictsOf(log, today);
  const { denied } = compareVerdicts(log, kept, verdictsOf(log, edited));
  const coldMs = performance.now() - began;
  const [warm, edits]: [number[], number[]] = [[], []];
  for (let round = 0; round < WARM_ROUNDS; round += 1) {
    const from = performance.now();
    kept = verdictsOf(log, today);
    const between = performance.now();
    compareVerdicts(log, kept, verdictsOf(log, edited));
    warm.push(performance.now() - from);
    edits.push(performance.now() - between);
  }
  return {
    requests: log.count,
    denied,
    coldMs,
    warmMs: median(warm),
    editMs: median(edits),
    peakMb: process.resourceUsage().maxRSS / 1000,
  };
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function verdictsOf(log: RequestLog, resources: readonly Resource[]): Verdicts {
  const rules = rulesOf('1.106.2')?.rules;
  if (rules === undefined) throw new Error('There are no such rules.');
  return replay(log, litellmState(resources, log.combinations, rules, 'Europe/Berlin'));
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
