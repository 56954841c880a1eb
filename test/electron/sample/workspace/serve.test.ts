import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Work } from '../../../../electron/gateways/adapter.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { createLitellmAdapter } from '../../../../electron/gateways/litellm/litellm-adapter.ts';
import { SAMPLE_KEY } from '../../../../electron/sample/key.ts';
import {
  createSampleWorkspace,
  serveSample,
  type CreatedSample,
  type ServedSample,
} from '../../../../electron/sample/workspace.ts';
import { sampleTruth } from '../../../../electron/sample/truth.ts';
import { MONTH_END_MS, MONTH_START_MS } from '../../../../electron/sample/world/node-names.ts';
import { addTo, addTotals, noTotals, type Totals } from '../../../../electron/sample/world/totals.ts';
import { readFleetText } from '../../../../electron/workspace/fleet-text.ts';
import { makeSnapshot } from '../../../../electron/workspace/snapshot-store.ts';
import { compareStates } from '../../../../shared/plan/compare-states.ts';
import { makePlan } from '../../../../shared/plan/make-plan.ts';
import { readPolicy } from '../../../../shared/policy/read-policy.ts';
import { wantedState } from '../../../../shared/policy/wanted-state.ts';

const ADAPTERS = { litellm: createLitellmAdapter(), doubleword: createDoublewordAdapter() };
const work = (): Work => ({ signal: new AbortController().signal, progress: () => undefined });

let folder = '';
let made: CreatedSample;
const open: (ServedSample | { close: () => Promise<unknown> })[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-sample-'));
  made = await createSampleWorkspace(folder, { rows: 2000, seed: 1 });
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
  await rm(folder, { recursive: true, force: true });
});

async function serve(): Promise<ServedSample> {
  const served = await serveSample(folder);
  open.push(served);
  return served;
}

const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  open.push({ close: () => new Promise((resolve) => server.close(resolve)) });
  return server;
}

describe('serving the sample', () => {
  it('runs all three gateways where the fleet file says, time after time', async () => {
    const before = [await read('fleet.yaml'), await read('sample.json')];
    let told: readonly unknown[] = [];
    const first = await serveSample(folder, { onReady: (nodes) => (told = nodes) });
    expect(first.nodes).toEqual(made.nodes);
    expect(told).toEqual(made.nodes);
    await first.close();
    const second = await serve();
    expect(second.nodes).toEqual(made.nodes);
    expect([await read('fleet.yaml'), await read('sample.json')]).toEqual(before);
  });

  it('takes another port when one is taken, and says so in both files', async () => {
    const url = new URL(made.nodes[0]?.url ?? '');
    await occupy(Number(url.port));
    await writeFile(join(folder, 'fleet.yaml'), `# Ours.\n${await read('fleet.yaml')}`);
    const { nodes } = await serve();
    expect(nodes[0]?.url).not.toBe(made.nodes[0]?.url);
    expect(nodes.slice(1)).toEqual(made.nodes.slice(1));
    const text = await read('fleet.yaml');
    expect(text).toMatch(/^# Ours\./);
    expect(readFleetText(text).nodes?.map((node) => node.url)).toEqual(nodes.map((node) => node.url));
    expect(JSON.parse(await read('sample.json'))).toMatchObject({
      ports: { 'prod-eu': Number(new URL(nodes[0]?.url ?? '').port) },
    });
  });

  it('leaves a node alone that somebody gave another key', async () => {
    const url = new URL(made.nodes[0]?.url ?? '');
    await occupy(Number(url.port));
    const text = (await read('fleet.yaml')).replace('from: sample', 'from: keychain');
    await writeFile(join(folder, 'fleet.yaml'), text);
    await serve();
    expect(await read('fleet.yaml')).toBe(text);
  });

  it('refuses a folder that is no sample', async () => {
    await rm(join(folder, 'sample.json'));
    await expect(serveSample(folder)).rejects.toMatchObject({ problem: { code: 'not_a_sample' } });
  });

  it('answers the sample key and no other', async () => {
    const { nodes } = await serve();
    for (const { url, kind } of nodes) {
      const path = kind === 'litellm' ? '/v2/team/list' : '/admin/api/v1/groups';
      const ask = (key: string): Promise<Response> =>
        fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
      expect((await ask(SAMPLE_KEY)).status).toBe(200);
      expect((await ask('sk-sample-another')).status).toBe(401);
    }
  });
});

describe('the logs read through the adapters', () => {
  it('add up to the known totals on every node', async () => {
    const { nodes } = await serve();
    const truth = sampleTruth(1, 2000);
    const window = { sinceMs: MONTH_START_MS, untilMs: MONTH_END_MS };
    for (const { name, kind, url } of nodes) {
      const read = noTotals();
      const byModel = new Map<string, Totals>();
      for await (const page of ADAPTERS[kind].readLog({ node: name, url, key: SAMPLE_KEY }, window, work())) {
        expect(page.refused).toEqual([]);
        for (const { ok, model, promptTokens, completionTokens, spendNano } of page.rows) {
          const one = {
            requests: 1,
            failures: ok ? 0 : 1,
            promptTokens,
            completionTokens,
            spendNano: spendNano ?? 0,
          };
          addTotals(read, one);
          addTo(byModel, model, one);
        }
      }
      const known = truth.nodes.get(name);
      expect({ name, ...read }).toEqual({ name, ...known?.total });
      expect(Object.fromEntries(byModel)).toEqual(Object.fromEntries(known?.byModel ?? []));
    }
  }, 30_000);
});

describe('the two LiteLLM nodes, pulled', () => {
  it('differ where the sample says they do, and nowhere else', async () => {
    const { nodes } = await serve();
    const [eu, us] = await Promise.all(
      nodes
        .slice(0, 2)
        .map(({ name, url }) => ADAPTERS.litellm.pull({ node: name, url, key: SAMPLE_KEY }, work())),
    );
    const { changes } = compareStates(eu?.resources ?? [], us?.resources ?? [], { mode: 'whole' });
    expect(
      changes.map(
        ({ action, kind, name, fields }) =>
          `${action} ${kind} ${name}: ${action === 'update' ? fields.map(({ path }) => path).join(', ') : 'whole'}`,
      ),
    ).toEqual([
      'create model mistral-small: whole',
      'delete team café-kiosk: whole',
      'update team fraud: budget.limit',
      'update team mobile: requestsPerMinute',
      'update team search: models',
      'delete key café-kiosk-tablets: whole',
      'update guardrail personal-data: settings.litellm_params.patterns',
    ]);
  });
});

describe('the sample policy held against the live sample', () => {
  it('makes two teams and changes five, and warns of nothing that it should have known', async () => {
    const { nodes } = await serve();
    const fleet = readFleetText(await read('fleet.yaml')).nodes ?? [];
    const { policy } = readPolicy(await read('policy.yaml'));
    const targets = [];
    for (const entry of fleet) {
      const url = nodes.find(({ name }) => name === entry.name)?.url ?? '';
      const pulled = await ADAPTERS[entry.kind].pull({ node: entry.name, url, key: SAMPLE_KEY }, work());
      const snapshot = makeSnapshot(entry, pulled, new Date(0));
      expect(policy).not.toBeNull();
      if (policy !== null) targets.push({ entry, snapshot, wanted: wantedState(policy, snapshot, entry) });
    }
    const plan = makePlan({ id: 'p', madeAt: '2026-11-01T00:00:00.000Z', mode: 'merge', targets });
    expect(
      plan.operations.map(
        ({ node, action, name, fields }) =>
          `${node} ${action} ${name}: ${fields.map(({ path }) => path).join(', ')}`,
      ),
    ).toEqual([
      'prod-eu update support-bots: budget.limit, budget.period',
      'prod-us create café-kiosk: budget.limit, budget.period, models, requestsPerMinute',
      'prod-us update fraud: budget.limit',
      'prod-us update mobile: requestsPerMinute',
      'prod-us update search: models',
      'prod-us update support-bots: budget.limit, budget.period',
      'batch create nightly-evals: models',
    ]);
    expect(plan.summary).toEqual({ create: 2, update: 5, delete: 0 });
  });
});
