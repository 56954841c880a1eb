import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { MaybeWrittenError } from '../../../../electron/gateways/maybe-written.ts';
import { sendJson } from '../http/server.ts';
import type { Handler } from '../http/server.ts';
import { recorded } from './recorded.ts';
import { adapter, gateway, work } from './world.ts';

function operation(part: Partial<Operation>): Operation {
  return {
    id: '1',
    node: 'prod-1',
    action: 'update',
    kind: 'team',
    name: 'payments',
    fields: [],
    resourceId: 'team-1',
    ...part,
  };
}

type Team = Record<string, unknown> & { members_with_roles: { user_id: string; role: string }[] };

/** A gateway that holds teams, with LiteLLM's habits: the maker is a member, defaults fill what is null. */
function teamsGateway(teams: Map<string, Team>, defaults: JsonObject = {}): Handler {
  return ({ method, path, query, body }, response) => {
    const sent = (body === '' ? {} : JSON.parse(body)) as Record<string, unknown> & {
      readonly team_id?: string;
    };
    const id = sent.team_id ?? query.get('team_id') ?? 'team-new';
    const team = teams.get(id);
    const missing = (): void => {
      sendJson(response, recorded('team-info-unknown').response.body, 404);
    };
    switch (`${method} ${path}`) {
      case 'POST /team/new': {
        const filled = Object.fromEntries(
          Object.entries(defaults).filter(([name]) => sent[name] === undefined || sent[name] === null),
        );
        const made = {
          ...sent,
          ...filled,
          team_id: id,
          members_with_roles: [{ user_id: 'default_user_id', role: 'admin' }],
        };
        teams.set(id, made);
        sendJson(response, made);
        return;
      }
      case 'POST /team/update':
        if (team === undefined) return missing();
        teams.set(id, { ...team, ...sent });
        sendJson(response, { team_id: id, data: teams.get(id) });
        return;
      case 'GET /team/info':
        if (team === undefined) return missing();
        sendJson(response, { team_id: id, team_info: team });
        return;
      case 'POST /team/delete': {
        const [first] = sent['team_ids'] as string[];
        if (!teams.delete(String(first))) return missing();
        sendJson(response, { deleted_teams: [first] });
        return;
      }
      case 'POST /team/member_add':
        team?.members_with_roles.push(sent['member'] as { user_id: string; role: string });
        sendJson(response, team);
        return;
      case 'POST /team/member_delete':
        if (team !== undefined)
          team.members_with_roles = team.members_with_roles.filter(
            ({ user_id: user }) => user !== sent['user_id'],
          );
        sendJson(response, team);
        return;
      default:
        sendJson(response, { detail: 'Not Found' }, 404);
    }
  };
}

function held(part: Record<string, unknown> = {}): Team {
  return { team_id: 'team-1', team_alias: 'payments', members_with_roles: [], ...part };
}

describe('apply, teams', () => {
  it('creates a team with everything that is wanted, whatever the defaults, and reads it back the same', async () => {
    const teams = new Map<string, Team>();
    const { server, connection } = await gateway(
      teamsGateway(teams, { max_budget: 5, budget_duration: '30d' }),
    );
    const wanted = {
      models: [],
      budget: null,
      requestsPerMinute: 10,
      tokensPerMinute: null,
      blocked: true,
      members: ['u1'],
    };
    const create: Operation = {
      id: '1',
      node: 'prod-1',
      action: 'create',
      kind: 'team',
      name: 'payments',
      fields: [],
      wanted,
    };
    const { resourceId } = await adapter.apply(connection, create, work());
    expect(resourceId).toBe('team-new');
    const made = await adapter.reread(connection, 'team', resourceId, work());
    expect(made).toMatchObject({ name: 'payments', fields: wanted });
    expect(teams.get('team-new')?.['models']).toEqual(['no-default-models']);
    const writes = server.asked.filter(({ method }) => method === 'POST');
    expect(writes.map(({ path }) => path)).toEqual([
      '/team/new',
      '/team/update',
      '/team/member_add',
      '/team/member_delete',
    ]);
    expect(writes.every(({ headers }) => headers['litellm-changed-by'] === 'gatehouse')).toBe(true);
  });

  it('leaves a new team alone that is as wanted', async () => {
    const { server, connection } = await gateway(teamsGateway(new Map()));
    const { resourceId: _, ...create } = operation({
      action: 'create',
      wanted: { models: ['*'], budget: { limit: '12.50', period: '30d' } },
    });
    await adapter.apply(connection, create, work());
    const [first] = server.asked;
    expect(JSON.parse(first?.body ?? '')).toEqual({
      team_alias: 'payments',
      models: [],
      max_budget: 12.5,
      budget_duration: '30d',
    });
  });

  it('sends only what changes', async () => {
    const teams = new Map([['team-1', held({ max_budget: 10, rpm_limit: 5 })]]);
    const { server, connection } = await gateway(teamsGateway(teams));
    await adapter.apply(connection, operation({ wanted: { budget: null, models: ['b', 'a'] } }), work());
    expect(server.asked.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { team_id: 'team-1', max_budget: null, budget_duration: null, models: ['a', 'b'] },
    ]);
  });

  it('adds members before it removes others', async () => {
    const teams = new Map([['team-1', held({ members_with_roles: [{ user_id: 'old', role: 'user' }] })]]);
    const { server, connection } = await gateway(teamsGateway(teams));
    await adapter.apply(connection, operation({ wanted: { members: ['new'] } }), work());
    expect(server.asked.map(({ path }) => path)).toEqual([
      '/team/info',
      '/team/info',
      '/team/member_add',
      '/team/member_delete',
    ]);
    expect(teams.get('team-1')?.members_with_roles).toEqual([{ user_id: 'new', role: 'user' }]);
  });

  it('deletes, and takes a team that is gone for deleted', async () => {
    const teams = new Map([['team-1', held()]]);
    const { connection } = await gateway(teamsGateway(teams));
    await adapter.apply(connection, operation({ action: 'delete' }), work());
    expect(teams.size).toBe(0);
    await expect(adapter.apply(connection, operation({ action: 'delete' }), work())).resolves.toEqual({
      resourceId: 'team-1',
    });
    expect(await adapter.reread(connection, 'team', 'team-1', work())).toBeNull();
  });

  it('takes a missing route for no deletion', async () => {
    const { connection } = await gateway((_, response) => {
      sendJson(response, { detail: 'Not Found' }, 404);
    });
    await expect(adapter.apply(connection, operation({ action: 'delete' }), work())).rejects.toMatchObject({
      problem: { code: 'not_found' },
    });
    await expect(adapter.reread(connection, 'team', 'team-1', work())).rejects.toMatchObject({
      problem: { code: 'not_found' },
    });
  });

  it.each<[string, Partial<Operation>]>([
    ['a field that teams do not have', { wanted: { color: 'red' } }],
    ['a budget that is no amount', { wanted: { budget: { limit: 'much', period: null } } }],
    ['a deployment without a target', { kind: 'model', action: 'create', wanted: { target: null } }],
    ['a new key without a secret', { kind: 'key', action: 'create', wanted: {} }],
    ['a change to an attachment', { kind: 'policyAttachment', wanted: { settings: { teams: ['a'] } } }],
    [
      'a setting that is a secret',
      { kind: 'setting', name: 'general_settings.master_key', wanted: { value: 'x' } },
    ],
    ['what is only reported', { kind: 'status', wanted: {} }],
  ])('sends nothing for %s', async (_, part) => {
    const { server, connection } = await gateway(teamsGateway(new Map()));
    await expect(adapter.apply(connection, operation(part), work())).rejects.toMatchObject({
      problem: { code: 'not_supported' },
    });
    expect(server.asked).toEqual([]);
  });
});

describe('apply, refused half-way', () => {
  it('says that something may be written, and what was made', async () => {
    const teams = new Map<string, Team>();
    const { connection } = await gateway((request, response) => {
      if (request.path === '/team/member_add') sendJson(response, { detail: 'no' }, 403);
      else void teamsGateway(teams)(request, response);
    });
    const { resourceId: _, ...create } = operation({ action: 'create', wanted: { members: ['u1'] } });
    const error: unknown = await adapter.apply(connection, create, work()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MaybeWrittenError);
    expect(error).toMatchObject({ resourceId: 'team-new', problem: { code: 'not_permitted' } });
    expect(teams.size).toBe(1);
  });

  it('says nothing of the kind when the first write is refused', async () => {
    const { connection } = await gateway((_, response) => {
      sendJson(response, { detail: 'no' }, 403);
    });
    const error: unknown = await adapter
      .apply(connection, operation({ wanted: { models: ['x'] } }), work())
      .catch((caught: unknown) => caught);
    expect(error).not.toBeInstanceOf(MaybeWrittenError);
    expect(error).toMatchObject({ problem: { code: 'not_permitted' } });
  });
});

describe('apply, deployments', () => {
  it('makes one', async () => {
    const { server, connection } = await gateway((_, response) => {
      sendJson(response, recorded('model-new').response.body);
    });
    const wanted = {
      target: 'openai/gpt-4o-mini',
      inputPrice: '0.0000025',
      outputPrice: null,
      requestsPerMinute: 5,
    };
    const made = await adapter.apply(
      connection,
      operation({ kind: 'model', action: 'create', name: 'rec-model', wanted }),
      work(),
    );
    expect(made).toEqual({ resourceId: 'rec-model-1' });
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
      model_name: 'rec-model',
      litellm_params: { model: 'openai/gpt-4o-mini', input_cost_per_token: 0.0000025, rpm: 5 },
      model_info: {},
    });
  });

  it('deletes one of the database, not one of the file; one that is gone is deleted', async () => {
    const { server, connection } = await gateway(({ path }, response) => {
      const { status, body } = recorded(
        path === '/model/delete' ? 'model-delete-unknown' : 'model-v1-info-unknown',
      ).response;
      sendJson(response, body, status);
    });
    const before = {
      kind: 'model',
      id: 'm',
      name: 'm',
      owner: 'file',
      fields: {},
      settings: {},
      observed: {},
    } as const;
    const remove = operation({ kind: 'model', action: 'delete', resourceId: 'm', before });
    await expect(adapter.apply(connection, remove, work())).rejects.toMatchObject({
      problem: { code: 'file_owned' },
    });
    expect(server.asked).toEqual([]);
    await adapter.apply(connection, { ...remove, before: { ...before, owner: 'database' } }, work());
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({ id: 'm' });
    expect(await adapter.reread(connection, 'model', 'm', work())).toBeNull();
  });
});

describe('reread', () => {
  it('reads a deployment, and says what it cannot read alone', async () => {
    const { connection } = await gateway((_, response) => {
      sendJson(response, recorded('model-v1-info-one-db').response.body);
    });
    expect(await adapter.reread(connection, 'model', 'db-model-0001', work())).toMatchObject({
      kind: 'model',
      id: 'db-model-0001',
    });
    await expect(adapter.reread(connection, 'status', 'licence', work())).rejects.toMatchObject({
      problem: { code: 'not_supported' },
    });
  });
});
