import { describe, expect, it } from 'vitest';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';
import type { DoublewordState } from '../../../../electron/sample/doubleword/state.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import type { PulledState } from '../../../../electron/gateways/adapter.ts';
import type { Resource, ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { FORBIDDEN, PAGE, startNodeWith } from './front.ts';
import { startNode, work } from './node.ts';

const adapter = createDoublewordAdapter({ client: { retries: 0 } });
const STATE = doublewordSampleState(5);

async function pull(state?: DoublewordState, mostKeyOwners?: number): Promise<PulledState> {
  const { connection } = await startNode(state === undefined ? {} : { state });
  const options = mostKeyOwners === undefined ? {} : { mostKeyOwners };
  return createDoublewordAdapter({ client: { retries: 0 }, ...options }).pull(connection, work());
}

function find({ resources }: PulledState, kind: ResourceKind, name: string): Resource {
  const found = resources.find((one) => one.kind === kind && one.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

function idOf(name: string): string {
  const all = [...STATE.users, ...STATE.organizations];
  return all.find((one) => one.username === name || one.display_name === name)?.id ?? '';
}

describe('what a pull from Doubleword brings home', () => {
  it('has each setting of the config file by itself', async () => {
    const pulled = await pull();
    expect(find(pulled, 'setting', 'batches.async_requests.completion_window')).toMatchObject({
      owner: 'file',
      fields: { value: '1h' },
    });
    expect(find(pulled, 'setting', 'batches.allowed_completion_windows').fields).toEqual({ value: ['24h'] });
  });

  it('has an organization with its members by their roles, who is invited, and its balance', async () => {
    const organization = find(await pull(), 'organization', 'payments-scoring');
    expect(organization.fields).toEqual({
      owners: [idOf('admin')],
      admins: [idOf('nightly-pipeline')],
      members: [idOf('support-bot')],
      keyManagers: [idOf('support-bot')],
    });
    expect(organization.observed['invitations']).toMatchObject([
      { status: 'pending', invite_email: 'auditor@example.test' },
    ]);
    expect(organization.observed['member_count']).toBe(4);
    expect(typeof organization.observed['credit_balance']).toBe('number');
  });

  it('has the balance of a user among what is observed, and the threshold among what is compared', async () => {
    const user = find(await pull(), 'user', 'research-notebooks');
    expect(typeof user.observed['credit_balance']).toBe('number');
    expect(user.settings['low_balance_threshold']).toBe(25);
    expect(user.fields).toEqual({ roles: [] });
  });

  it('has keys with what they may spend and how fast, and whose they are', async () => {
    const pulled = await pull();
    expect(find(pulled, 'key', 'research-notebooks/service').fields).toEqual({
      user: idOf('research-notebooks'),
      budget: { limit: '200', period: '1mo' },
      requestsPerMinute: null,
    });
    const slow = find(pulled, 'key', 'support-bot/service');
    expect(slow.fields).toMatchObject({ budget: null, requestsPerMinute: 300 });
    expect(slow.settings['burst_size']).toBe(10);
    const id = STATE.apiKeys.find(({ user_id: owner }) => owner === idOf('support-bot'))?.id ?? '';
    expect(slow.id).toBe(`${idOf('support-bot')}/${id}`);
  });

  it('has probes with the model they call, what they counted, and their last calls without what the model said', async () => {
    const pulled = await pull();
    const probe = find(pulled, 'probe', 'llama-3.3-70b answers');
    expect(probe.fields).toEqual({ model: 'llama-3.3-70b', intervalSeconds: 86_400, active: true });
    expect(probe.observed['statistics']).toMatchObject({ total_executions: 7, failed_executions: 1 });
    const results = probe.observed['results'] as readonly object[];
    expect(results).toHaveLength(5);
    expect(results[4]).toMatchObject({ success: false, status_code: 502 });
    const kept = pulled.raw.get(`/admin/api/v1/probes/${probe.id}/results`)?.join('') ?? '';
    expect(kept).toContain('response_time_ms');
    for (const text of [kept, JSON.stringify(results)]) expect(text).not.toMatch(/response_data|I am here/);
  });

  it('has webhooks of users and organizations, and what they are told of', async () => {
    const pulled = await pull();
    expect(
      find(pulled, 'webhook', 'nightly-pipeline/https://hooks.example.test/nightly-pipeline').fields,
    ).toEqual({
      user: idOf('nightly-pipeline'),
      active: true,
      events: ['batch.completed', 'batch.failed'],
    });
    expect(
      find(pulled, 'webhook', 'payments-scoring/https://hooks.example.test/payments-scoring').fields,
    ).toMatchObject({ user: idOf('payments-scoring'), active: false, events: null });
  });

  it('has tool sources, and the teams and models that may use them', async () => {
    const pulled = await pull();
    expect(find(pulled, 'toolSource', 'ticket-search').settings).toMatchObject({ has_api_key: true });
    expect(find(pulled, 'team', 'support-bots').fields['toolSources']).toEqual(['ticket-search']);
    expect(find(pulled, 'model', 'mistral-small').fields['toolSources']).toEqual(['ticket-search']);
    expect(find(pulled, 'model', 'bge-m3').fields['toolSources']).toEqual([]);
  });

  it('asks nobody about tool sources where there are none', async () => {
    const pulled = await pull({ ...doublewordSampleState(5), toolSources: [] });
    expect([...pulled.raw.keys()].filter((path) => path.includes('tool-sources'))).toEqual([]);
    expect('toolSources' in find(pulled, 'team', 'search').fields).toBe(false);
  });

  it('has models that are switched off, marked, and names them in the teams that may use them', async () => {
    const state = doublewordSampleState(5);
    for (const model of state.models) if (model.alias === 'bge-m3') model.inactive = true;
    const pulled = await pull(state);
    expect(pulled.sections.find(({ kind }) => kind === 'model')).toMatchObject({
      state: 'complete',
      count: 6,
    });
    expect(find(pulled, 'model', 'bge-m3').settings['inactive']).toBe(true);
    expect('inactive' in find(pulled, 'model', 'qwen3-32b').settings).toBe(false);
    expect(find(pulled, 'team', 'search').fields['models']).toContain('bge-m3');
  });

  it('reads the keys of many owners, says how far it is, and of more than the most says who is left out', async () => {
    const state = doublewordSampleState(5);
    const like = state.users[1];
    const key = state.apiKeys[0];
    if (like === undefined || key === undefined) throw new Error('the sample is empty');
    for (let number = 0; number < 130; number += 1) {
      const id = `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
      state.users.push({ ...like, id, username: `bulk-${String(number)}` });
      state.apiKeys.push({ ...key, id: id.replace('1', '2'), user_id: id });
    }
    const { connection } = await startNode({ state });
    const said: string[] = [];
    const progress = (_done: number, _total: number | null, detail?: string): void => {
      said.push(detail ?? '');
    };
    const whole = await adapter.pull(connection, { ...work(), progress });
    const keys = whole.sections.find(({ kind }) => kind === 'key');
    expect(keys).toEqual({ kind: 'key', state: 'complete', count: state.apiKeys.length });
    expect(said).toContain(`keys of 100 of ${String(state.users.length + 1)} users and organizations`);
    const part = await pull(state, 100);
    expect(part.sections.find(({ kind }) => kind === 'key')).toMatchObject({
      state: 'partial',
      why: `They are listed owner by owner; this node has ${String(state.users.length + 1)} users and organizations, and only the first 100 were asked for.`,
    });
  });
});

describe('keys and webhooks where their owners could not all be read', () => {
  const sectionsOf = async (path: string, override: typeof PAGE): Promise<PulledState> =>
    adapter.pull(await startNodeWith({ [path]: override }), work());

  it.each<[string, string, typeof PAGE, string]>([
    ['users', '/users', PAGE, 'not all users could be read: '],
    ['users', '/users', FORBIDDEN, 'not all users could be read: '],
    ['organizations', '/organizations', FORBIDDEN, 'not all organizations could be read: '],
  ])('are partial, with the reason, where not all %s are told', async (_what, path, override, why) => {
    const { sections } = await sectionsOf(path, override);
    for (const kind of ['key', 'webhook'] as const)
      expect(sections.find((section) => section.kind === kind)).toMatchObject({
        state: 'partial',
        why: expect.stringContaining(why) as unknown,
      });
  });
});
