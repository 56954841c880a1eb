import { describe, expect, it } from 'vitest';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import type { Connection, PulledState } from '../../../../electron/gateways/adapter.ts';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';
import { browseCsv } from '../../../../shared/fleet/browse.ts';
import { indexResources } from '../../../../shared/fleet/resource-index.ts';
import type { ResourceKind, Section } from '../../../../shared/fleet/snapshot.ts';
import { rowsOf } from '../../../../electron/gateways/doubleword/pages.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { PAGE, startNodeChanged, startNodeWith } from './front.ts';
import type { Override } from './front.ts';
import { KEY, startNode, work } from './node.ts';

const adapter = createDoublewordAdapter({ client: { retries: 0 } });
const STATE = doublewordSampleState(5);

const TEXT = 'text/plain; charset=utf-8';
const json = (body: unknown): Override => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(body),
});
const text = (status: number, body: string): Override => ({ status, type: TEXT, body });

function pull(connection: Connection): Promise<PulledState> {
  return adapter.pull(connection, work());
}

function section({ sections }: PulledState, kind: ResourceKind): Section | undefined {
  return sections.find((one) => one.kind === kind);
}

describe('a pull from Doubleword that meets what it should not', () => {
  it('says of a key for calling models that it is one, and of an unknown key nothing like it', async () => {
    const { connection } = await startNode({ callKey: 'sk-for-calling-models-only' });
    const other = { ...connection, key: 'sk-for-calling-models-only' };
    await expect(pull(other)).rejects.toMatchObject({
      problem: {
        code: 'wrong_key',
        message:
          'dw-eu did not accept the key for GET /admin/api/v1/config: it is one for calling models, and the admin API takes only keys of the purpose "platform".',
        where: 'GET /admin/api/v1/config',
      },
    });
    const health = await adapter.check(other, work());
    expect(health).toMatchObject({ authorised: false, problem: { code: 'wrong_key' } });
    expect(health.problem?.message).toContain('purpose "platform"');
    await expect(pull({ ...connection, key: 'sk-nobody-knows-this-key' })).rejects.not.toThrow(/platform/);
  });

  it('leaves out an organization that is deleted while it reads, and says which', async () => {
    const [organization] = STATE.organizations;
    const path = `/organizations/${organization?.id ?? ''}`;
    const gone = text(404, `Organization with ID ${organization?.id ?? ''} not found`);
    const pulled = await pull(await startNodeWith({ [path]: gone, [`${path}/members`]: json([]) }));
    expect(section(pulled, 'organization')).toEqual({
      kind: 'organization',
      state: 'partial',
      count: 0,
      why: 'Deleted while the node was read, and left out: "payments-scoring". Pull again.',
    });
  });

  it('does not take a group that is deleted while it reads for one without members', async () => {
    const group = STATE.groups.find(({ name }) => name === 'search');
    const path = `/groups/${group?.id ?? ''}`;
    const pulled = await pull(
      await startNodeWith({
        [path]: text(404, `Group with ID ${group?.id ?? ''} not found`),
        [`${path}/users`]: json([]),
        [`${path}/models`]: json([]),
      }),
    );
    expect(section(pulled, 'team')).toMatchObject({ state: 'partial', count: STATE.groups.length - 1 });
    expect(section(pulled, 'team')?.why).toContain('"search"');
  });

  it('takes a group that is there and empty for what it is', async () => {
    const state = doublewordSampleState(5);
    for (const group of state.groups)
      if (group.name === 'fraud') Object.assign(group, { users: [], models: [] });
    const { connection } = await startNode({ state });
    const pulled = await pull(connection);
    expect(section(pulled, 'team')).toMatchObject({ state: 'complete' });
    const fraud = pulled.resources.find(({ kind, name }) => kind === 'team' && name === 'fraud');
    expect(fraud?.fields).toMatchObject({ models: [], members: [] });
  });

  it('does not take a probe that is deleted while it reads for one that never called', async () => {
    const [probe] = STATE.probes;
    const path = `/probes/${probe?.id ?? ''}`;
    const pulled = await pull(
      await startNodeWith({ [path]: text(404, 'Probe not found'), [`${path}/results`]: json([]) }),
    );
    expect(section(pulled, 'probe')).toMatchObject({ state: 'partial', count: 0 });
  });

  it('names node, route and words of a text error, and of a 402 what to do', async () => {
    const failing = await startNodeWith({ '/probes': text(500, 'Internal server error') });
    await expect(pull(failing)).rejects.toMatchObject({
      problem: {
        code: 'gateway_failed',
        message: 'dw-eu failed at GET /admin/api/v1/probes. Internal server error.',
      },
    });
    const broke = await startNodeWith({
      '/users': text(402, 'Account balance too low. Please add credits to continue.'),
    });
    await expect(pull(broke)).rejects.toMatchObject({
      problem: {
        message:
          'dw-eu refused GET /admin/api/v1/users. Account balance too low. Please add credits to continue.',
        next: 'Add credit or raise the cap on the gateway.',
      },
    });
  });

  it('takes a page for a route that the version lacks, of the parts that versions differ in', async () => {
    const pulled = await pull(await startNodeWith({ '/tool-sources': PAGE, '/probes': PAGE }));
    expect(section(pulled, 'toolSource')).toMatchObject({ state: 'absent', count: 0 });
    expect(section(pulled, 'probe')?.why).toContain('web page');
    expect(section(pulled, 'team')).toMatchObject({ state: 'complete' });
  });

  it('ends on a list of another shape, and names the route', async () => {
    const odd = await startNodeWith({ '/probes': json({ probes: [] }) });
    await expect(pull(odd)).rejects.toMatchObject({
      problem: { code: 'answer_unreadable', where: 'GET /admin/api/v1/probes' },
    });
  });

  it.each<[ResourceKind, string, string, string]>([
    ['user', '/users', 'username', 'could not be read (row 1: username is not text).'],
    ['model', '/models', 'alias', 'could not be read (row 1: alias is not text).'],
    ['team', '/groups', 'name', 'could not be read: name is not text.'],
    ['probe', '/probes', 'name', 'could not be read: name is not text.'],
    ['grant', '/transactions', 'source_id', 'could not be read (row 1: source_id is not text).'],
  ])('leaves an odd %s out, says which and why, and reads all else', async (kind, route, field, why) => {
    const whole = await pull((await startNode()).connection);
    const connection = await startNodeChanged((path, body) => {
      if (path !== route) return body;
      const [first, ...others] = rowsOf(body).rows;
      const rows = [{ ...first, [field]: null }, ...others];
      return Array.isArray(body) ? rows : { ...(body as JsonObject), data: rows };
    });
    const pulled = await pull(connection);
    expect(section(pulled, kind)).toMatchObject({ state: 'partial' });
    expect(section(pulled, kind)?.why).toContain(why);
    const count = (of: PulledState, one: ResourceKind) => section(of, one)?.count ?? 0;
    expect(count(pulled, kind)).toBe(count(whole, kind) - 1);
    for (const other of ['user', 'model', 'team', 'probe', 'grant', 'endpoint'] as const)
      if (other !== kind) expect(count(pulled, other), other).toBe(count(whole, other));
  });

  it.each([
    ['RequestViewer', 'BillingManager'],
    ['StandardUser', 'StandardUser'],
  ])('says of each part what the roles %s and %s do not see', async (...roles) => {
    const state = doublewordSampleState(5);
    const caller = state.users.find(({ username }) => username === 'support-bot');
    if (caller === undefined) throw new Error('the sample has no support-bot');
    caller.roles = roles;
    const { connection } = await startNode({
      state,
      platformKeys: { [KEY]: caller.id },
      adminKey: 'sk-other',
    });
    const pulled = await pull(connection);
    const told = Object.fromEntries(pulled.sections.map(({ kind, state: read }) => [kind, read]));
    expect(told).toEqual({
      setting: 'complete',
      endpoint: 'absent',
      toolSource: 'absent',
      model: 'partial',
      probe: 'absent',
      user: roles.includes('BillingManager') ? 'complete' : 'absent',
      organization: 'partial',
      team: 'absent',
      key: 'partial',
      webhook: 'partial',
      grant: roles.includes('BillingManager') ? 'complete' : 'absent',
      budget: 'absent',
    });
    for (const { state: read, why } of pulled.sections) expect(why === undefined).toBe(read === 'complete');
    expect(pulled.resources.filter(({ kind }) => kind === 'key').map(({ name }) => name)).toContain(
      'support-bot/service',
    );
    expect(
      pulled.resources
        .filter(({ kind }) => kind === 'model')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['chat-default', 'gemma-3-12b', 'mistral-small']);
  });

  it('reads names that are empty, long, or formulas, and writes no formula into a table', async () => {
    const state = doublewordSampleState(5);
    const names = ['', 'n'.repeat(300), "=cmd|' /C calc'!A0"];
    for (const [index, name] of names.entries()) {
      const [group, user] = [state.groups[index + 1], state.users[index + 1]];
      if (group === undefined || user === undefined) throw new Error('the sample is too small');
      group.name = name;
      user.username = name;
    }
    const { connection } = await startNode({ state });
    const { resources, sections } = await pull(connection);
    expect(sections.filter(({ state: read }) => read === 'partial')).toEqual([]);
    for (const kind of ['team', 'user'] as const) {
      const found = resources.filter((one) => one.kind === kind);
      expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
      const csv = browseCsv(found, indexResources(resources), kind);
      expect(csv).toContain("'=cmd|");
      expect(csv).not.toMatch(/(?:^|[,"])=cmd/m);
    }
    // A key goes by its owner: an empty name does not make two of them one.
    expect(resources.filter(({ kind }) => kind === 'key')).toHaveLength(state.apiKeys.length);
  });
});
