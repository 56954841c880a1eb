import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../../electron/gateways/adapter.ts';
import { createLitellmAdapter } from '../../../../electron/gateways/litellm/litellm-adapter.ts';
import { startLitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import type { LitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { spendLogOf } from '../../../../electron/sample/world/log.ts';
import { makeTraffic } from '../../../../electron/sample/world/traffic.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { LAB_MASTER_KEY, LAB_NOW, labState } from '../../sample/litellm/lab-state.ts';
import { adapter, work } from './world.ts';

const OCTOBER = { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 10, 1) };
const LOG = spendLogOf(makeTraffic('prod-eu', { seed: 3, rows: 1200 }));
const running: LitellmSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

async function start(): Promise<{ readonly simulator: LitellmSimulator; readonly connection: Connection }> {
  const simulator = await startLitellmSimulator({
    state: labState(),
    log: LOG,
    masterKey: LAB_MASTER_KEY,
    now: () => LAB_NOW,
  });
  running.push(simulator);
  return { simulator, connection: { node: 'prod-1', url: simulator.url, key: LAB_MASTER_KEY } };
}

function operation(part: Partial<Operation>): Operation {
  return { id: '1', node: 'prod-1', action: 'update', kind: 'team', name: 'risk', fields: [], ...part };
}

describe('the adapter and a simulated proxy', () => {
  it('check and pull without a paid call, every part complete but the licensed one', async () => {
    const { simulator, connection } = await start();
    const health = await adapter.check(connection, work());
    expect(health).toMatchObject({ reachable: true, authorised: true, version: '1.106.2' });
    const pulled = await adapter.pull(connection, work());
    const lacking = pulled.sections.filter(({ state }) => state !== 'complete');
    expect(lacking.map(({ kind }) => kind)).toEqual(['organization']);
    expect(pulled.resources.length).toBeGreaterThan(100);
    expect(simulator.paidCalls()).toBe(0);
  });

  it('pull what members may spend in their teams, and what the gateway knows of the health of models', async () => {
    const { connection } = await start();
    const { resources } = await adapter.pull(connection, work());
    const team = resources.find(
      ({ kind, observed }) => kind === 'team' && Array.isArray(observed['member_budgets']),
    );
    const response = await fetch(`${connection.url}/team/member_add`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${connection.key}` },
      body: JSON.stringify({
        team_id: team?.id,
        member: { user_id: 'user-900', role: 'user' },
        max_budget_in_team: 7.5,
      }),
    });
    expect(response.status).toBe(200);
    const after = await adapter.pull(connection, work());
    expect(after.resources.find(({ id }) => id === team?.id)?.observed['member_budgets']).toContainEqual(
      expect.objectContaining({ user: 'user-900', budget: { limit: '7.5', period: null } }),
    );
    expect(after.resources.find(({ id }) => id === 'health-history')?.observed).toMatchObject({
      health_checks: [],
      limit: 100,
    });
  });

  it('read a team alone just as in the list', async () => {
    const { connection } = await start();
    const { resources } = await adapter.pull(connection, work());
    for (const team of resources.filter(({ kind }) => kind === 'team').slice(0, 5)) {
      const alone = await adapter.reread(connection, 'team', team.id, work());
      expect(alone).toMatchObject({ name: team.name, fields: team.fields, settings: team.settings });
    }
  });

  it('make, change and delete a team, each read back as wanted', async () => {
    const { connection } = await start();
    const wanted = {
      models: ['gpt-4o'],
      budget: { limit: '12.5', period: '30d' },
      requestsPerMinute: 60,
      blocked: false,
    };
    const { resourceId } = await adapter.apply(connection, operation({ action: 'create', wanted }), work());
    expect(await adapter.reread(connection, 'team', resourceId, work())).toMatchObject({
      name: 'risk',
      fields: wanted,
    });
    const changed = {
      models: [],
      budget: null,
      requestsPerMinute: null,
      blocked: true,
      members: ['user-001'],
    };
    await adapter.apply(connection, operation({ resourceId, wanted: changed }), work());
    expect(await adapter.reread(connection, 'team', resourceId, work())).toMatchObject({ fields: changed });
    await adapter.apply(connection, operation({ resourceId, action: 'delete' }), work());
    expect(await adapter.reread(connection, 'team', resourceId, work())).toBeNull();
  });

  it('keep a period that is not named, and clear one that is', async () => {
    const { connection } = await start();
    const budget = { limit: '12.5', period: '30d' };
    const { resourceId } = await adapter.apply(
      connection,
      operation({ action: 'create', wanted: { budget } }),
      work(),
    );
    const response = await fetch(`${connection.url}/team/update`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${connection.key}` },
      body: JSON.stringify({ team_id: resourceId, max_budget: null }),
    });
    // As recorded in team-update-null-budget: the limit goes, the period stays.
    expect(await response.json()).toMatchObject({ data: { max_budget: null, budget_duration: '30d' } });
    const wanted = { budget: { limit: '12.5', period: null } };
    await adapter.apply(connection, operation({ resourceId, wanted }), work());
    expect(await adapter.reread(connection, 'team', resourceId, work())).toMatchObject({ fields: wanted });
  });

  it('give up in time when the answer drips on and on', async () => {
    const { simulator, connection } = await start();
    simulator.misbehave({ on: 'GET /v2/team/list', does: { kind: 'slow-drip', bytes: 1, everyMs: 20 } });
    const hasty = createLitellmAdapter({ http: { timeoutMs: 500, retries: 0 } });
    const began = performance.now();
    await expect(hasty.pull(connection, work())).rejects.toMatchObject({ problem: { code: 'node_timeout' } });
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('read the whole log of a month, every request once, nothing refused', async () => {
    const { connection } = await start();
    const ids: string[] = [];
    for await (const page of adapter.readLog(connection, OCTOBER, work())) {
      expect(page.refused).toEqual([]);
      ids.push(...page.rows.map(({ id }) => id));
    }
    expect(ids).toHaveLength(LOG.size);
    expect(new Set(ids).size).toBe(LOG.size);
  });
});
