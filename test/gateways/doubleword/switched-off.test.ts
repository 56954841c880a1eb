import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { differsFromWanted, movedField } from '../../../electron/changes/verify.ts';
import type { Resource, ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { work } from '../target.ts';
import { ask } from './ask.ts';
import { openTarget, type Target } from './target.ts';

const RUN = randomBytes(3).toString('hex');
const ENDPOINT = `off-endpoint-${RUN}`;
const MODEL = `off-model-${RUN}`;
const ROUTER = `off-router-${RUN}`;
const TEAM = `off-team-${RUN}`;
const MANAGER = `off-manager-${RUN}`;
const PROBE = `off-probe-${RUN}`;

describe('a model that a control layer switches off', () => {
  let target: Target;
  let provider: Provider;
  const held = new Map<string, Resource>();

  beforeAll(async () => {
    [target, provider] = await Promise.all([openTarget(), startProvider()]);
    provider.models.add(MODEL);
    await create('endpoint', ENDPOINT, { settings: { url: provider.url, model_filter: [MODEL] } });
    await create('model', MODEL, { target: MODEL, settings: { endpoint_name: ENDPOINT } });
    await create('model', ROUTER, {
      target: 'router',
      settings: { components: [{ model: MODEL, weight: 40, enabled: true }] },
    });
    await create('team', TEAM, { models: ['chat', MODEL] });
    await create('user', MANAGER, {
      roles: ['PlatformManager'],
      settings: { email: `${MANAGER}@example.test` },
    });
    await create('probe', PROBE, { model: MODEL, intervalSeconds: 86_400, active: false });
  });
  afterAll(async () => {
    for (const [kind, name] of [
      ['probe', PROBE],
      ['user', MANAGER],
      ['team', TEAM],
      ['model', ROUTER],
      ['model', MODEL],
      ['endpoint', ENDPOINT],
    ] as const)
      if (held.has(name)) await apply('delete', kind, name, null);
    await provider.close();
    await target.close();
  });

  async function create(kind: ResourceKind, name: string, wanted: JsonObject): Promise<void> {
    await apply('create', kind, name, wanted);
  }

  /** Writes, reads again, and finds what was wanted. */
  async function apply(
    action: Operation['action'],
    kind: ResourceKind,
    name: string,
    wanted: JsonObject | null,
  ): Promise<void> {
    const before = held.get(name);
    const operation: Operation = {
      id: '1',
      node: 'under-test',
      action,
      kind,
      name,
      fields: [],
      ...(wanted === null ? {} : { wanted }),
      ...(before === undefined ? {} : { before, resourceId: before.id }),
    };
    const { resourceId } = await target.adapter.apply(target.connection(), operation, work());
    const after = await target.adapter.reread(target.connection(), kind, resourceId, work());
    expect(differsFromWanted(operation, after)).toEqual([]);
    if (after === null) held.delete(name);
    else held.set(name, after);
  }

  /** As the gateway does it: when it asks the provider for its models. */
  async function turn(on: boolean): Promise<void> {
    if (target.simulator !== null) target.simulator.turnModel(MODEL, on);
    else {
      if (on) provider.models.add(MODEL);
      else provider.models.delete(MODEL);
      await ask(target, 'POST', `/endpoints/${held.get(ENDPOINT)?.id ?? ''}/synchronize`, {});
    }
    await pullAndRead();
  }

  /** Pulls, and finds each thing alone as it is in its list: what a push is begun by. */
  async function pullAndRead(): Promise<void> {
    const { resources, sections } = await target.adapter.pull(target.connection(), work());
    expect(sections.find(({ kind }) => kind === 'model')?.state).toBe('complete');
    for (const name of held.keys()) {
      const listed = resources.find((resource) => resource.name === name);
      if (listed === undefined) throw new Error(`${name} is in no list.`);
      const alone = await target.adapter.reread(target.connection(), listed.kind, listed.id, work());
      if (alone === null) throw new Error(`${name} is not there alone.`);
      expect(movedField(listed, alone), name).toBeNull();
      expect(alone.settings, name).toEqual(listed.settings);
      held.set(name, listed);
    }
  }

  it('is read as switched off, alone and in its list, and by whatever names it', async () => {
    await turn(false);
    expect(held.get(MODEL)?.settings['inactive']).toBe(true);
    expect(held.get(TEAM)?.fields['models']).toEqual(['chat', MODEL].sort());
    expect(held.get(PROBE)?.fields['model']).toBe(MODEL);
  });

  it('is hidden from a manager, whose pull says that there may be more', async () => {
    const key = await target.makeKey(MANAGER, 'platform');
    const { resources, sections } = await target.adapter.pull(target.connection(key), work());
    expect(resources.some(({ name }) => name === MODEL)).toBe(false);
    const [models, teams] = (['model', 'team'] as const).map((kind) =>
      sections.find((section) => section.kind === kind),
    );
    expect(models).toMatchObject({ state: 'partial' });
    expect(models?.why).toContain('switched off');
    expect(teams).toMatchObject({ state: 'partial' });
    expect(teams?.why).toContain(TEAM);
    expect(resources.find(({ name }) => name === TEAM)?.fields['models']).toEqual(['chat']);
  });

  it('is changed meanwhile, with the groups and composites that hold it', async () => {
    await apply('update', 'model', MODEL, {
      requestsPerMinute: 60,
      tariffs: [
        { name: 'all', inputPrice: '0.00000001', outputPrice: '0', purpose: null, completionWindow: null },
      ],
    });
    expect(held.get(MODEL)?.settings['inactive']).toBe(true);
    await apply('update', 'team', TEAM, { models: ['chat'] });
    await apply('update', 'team', TEAM, { models: ['free', MODEL] });
    await apply('update', 'model', ROUTER, {
      settings: { components: [{ model: MODEL, weight: 50, enabled: false }] },
    });
    await apply('update', 'probe', PROBE, { intervalSeconds: 43_200 });
  });

  it('is switched on again with all that was changed', async () => {
    await turn(true);
    expect(held.get(MODEL)?.settings).not.toHaveProperty('inactive');
    expect(held.get(MODEL)?.fields).toMatchObject({ requestsPerMinute: 60, inputPrice: '0.00000001' });
    await apply('update', 'team', TEAM, { models: ['chat', MODEL] });
  });

  it('is deleted while it is switched off, and keeps its endpoint until then', async () => {
    await turn(false);
    await expect(apply('delete', 'endpoint', ENDPOINT, null)).rejects.toThrow(MODEL);
    await apply('delete', 'model', ROUTER, null);
    await apply('delete', 'probe', PROBE, null);
    await apply('delete', 'model', MODEL, null);
  });
});

/** A provider on loopback that has whatever models it is told. */
interface Provider {
  readonly url: string;
  readonly models: Set<string>;
  close(): Promise<void>;
}

async function startProvider(): Promise<Provider> {
  const models = new Set<string>();
  const server = createServer((_request, response) => {
    const data = [...models].map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'mock' }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ object: 'list', data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`,
    models,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
