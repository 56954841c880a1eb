import { describe, expect, it } from 'vitest';

import type { PulledState } from '../../../../electron/gateways/adapter.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';
import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { startNodeWith } from './front.ts';
import type { Override } from './front.ts';
import { startNode, work } from './node.ts';

const adapter = createDoublewordAdapter({ client: { retries: 0 } });
const STATE = doublewordSampleState(5);
const GONE: Override = { status: 404, type: 'text/plain; charset=utf-8', body: 'Not found' };

async function pullWith(paths: readonly string[]): Promise<PulledState> {
  const overrides = Object.fromEntries(paths.map((path) => [path, GONE]));
  return adapter.pull(await startNodeWith(overrides), work());
}

const stateOf = ({ sections }: PulledState, of: ResourceKind) => sections.find(({ kind }) => kind === of);
const idsOf = ({ resources }: PulledState, of: ResourceKind) =>
  resources.flatMap(({ kind, id }) => (kind === of ? [id] : [])).toSorted();

const group = STATE.groups.find(({ name }) => name === 'search');
const probe = STATE.probes[0];
const owner = STATE.users.find(({ id }) => STATE.apiKeys.some(({ user_id: of }) => of === id));
const organization = STATE.organizations[0];

describe('something that is deleted while a node is read', () => {
  it.each<[ResourceKind, string, string, string, readonly string[]]>([
    ['team', 'members', `/groups/${group?.id ?? ''}/users`, group?.name ?? '', [group?.id ?? '']],
    ['team', 'models', `/groups/${group?.id ?? ''}/models`, group?.name ?? '', [group?.id ?? '']],
    ['probe', 'statistics', `/probes/${probe?.id ?? ''}/statistics`, probe?.name ?? '', [probe?.id ?? '']],
    ['probe', 'results', `/probes/${probe?.id ?? ''}/results`, probe?.name ?? '', [probe?.id ?? '']],
    [
      'key',
      'list',
      `/users/${owner?.id ?? ''}/api-keys`,
      owner?.username ?? '',
      STATE.apiKeys.flatMap(({ id, user_id: of }) => (of === owner?.id ? [`${of}/${id}`] : [])),
    ],
    ['webhook', 'list', `/users/${owner?.id ?? ''}/webhooks`, owner?.username ?? '', []],
    [
      'organization',
      'members',
      `/organizations/${organization?.id ?? ''}/members`,
      'payments-scoring',
      [organization?.id ?? ''],
    ],
  ])(
    'is left out of the %s list by a 404 of its %s, by name, and nothing else is',
    async (kind, _what, path, name, ids) => {
      const { connection } = await startNode();
      const whole = await adapter.pull(connection, work());
      const pulled = await pullWith([path]);
      expect(stateOf(pulled, kind)).toMatchObject({
        state: 'partial',
        why: expect.stringContaining(
          `Deleted while the node was read, and left out: "${name}". Pull again.`,
        ) as unknown,
      });
      expect(ids.length + Number(kind === 'webhook')).toBeGreaterThan(0);
      expect(idsOf(pulled, kind)).toEqual(idsOf(whole, kind).filter((id) => !ids.includes(id)));
    },
  );

  it('leaves the models of teams known, when it is a model', async () => {
    const model = STATE.models.find(({ alias }) => alias === 'mistral-small');
    const pulled = await pullWith([`/deployments/${model?.id ?? ''}/tool-sources`]);
    expect(stateOf(pulled, 'model')).toMatchObject({
      state: 'partial',
      why: expect.stringContaining('left out: "mistral-small"') as unknown,
    });
    const teams = pulled.resources.filter(({ kind }) => kind === 'team');
    for (const { fields, name } of teams) expect(fields['models'], name).toBeDefined();
    const named = teams.flatMap(({ fields }) => fields['models'] as readonly string[]);
    expect(named).toContain('qwen3-32b');
    expect(named).not.toContain('mistral-small');
    const users = STATE.groups.filter(({ models }) => models.includes(model?.id ?? ''));
    expect(users.length).toBeGreaterThan(0);
    for (const { name } of users) expect(stateOf(pulled, 'team')?.why).toContain(`"${name}"`);
  });

  it('is told from a route that the node lacks: then none of them is there', async () => {
    const pulled = await pullWith(STATE.groups.map(({ id }) => `/groups/${id}/models`));
    expect(stateOf(pulled, 'team')).toMatchObject({ state: 'absent', count: 0 });
    expect(stateOf(pulled, 'team')).not.toMatchObject({
      why: expect.stringContaining('Deleted') as unknown,
    });
  });
});
