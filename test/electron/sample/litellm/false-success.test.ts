import { describe, expect, it } from 'vitest';
import { hashKey } from '../../../../electron/sample/litellm/auth.ts';
import { createDispatch } from '../../../../electron/sample/litellm/dispatch.ts';
import { encode } from '../../../../electron/sample/litellm/python.ts';
import { EMPTY_LOG } from '../../../../electron/sample/litellm/spend-log.ts';
import { LAB_MASTER_KEY, LAB_NOW, labState } from './lab-state.ts';

interface Seen {
  readonly status: number;
  readonly body: unknown;
}
type Ask = (method: string, target: string, body?: object) => Seen;

function proxy(): Ask {
  const dispatch = createDispatch(
    { state: labState(), log: EMPTY_LOG, masterKey: LAB_MASTER_KEY, now: () => LAB_NOW },
    () => undefined,
  );
  const headers = { authorization: `Bearer ${LAB_MASTER_KEY}`, 'content-type': 'application/json' };
  return (method, target, body) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const { status, body: answer } = dispatch({ method, target, headers, text });
    return { status, body: JSON.parse(encode(answer)) as unknown };
  };
}

describe('an answer that cannot be trusted', () => {
  it('says 500 and has saved the deployment, which is not served and can be deleted', () => {
    const ask = proxy();
    const made = ask('POST', '/model/new', {
      model_name: 'odd',
      litellm_params: { model: 'no-such-provider/x' },
      model_info: { id: 'odd-1' },
    });
    expect(made.status).toBe(500);
    expect(ask('GET', '/v1/model/info?litellm_model_id=odd-1').status).toBe(400);
    expect(ask('POST', '/model/delete', { id: 'odd-1' }).status).toBe(200);
    expect(ask('POST', '/model/delete', { id: 'odd-1' }).status).toBe(400);
  });

  it('tells new settings of a key that was there and is left as it was', () => {
    const ask = proxy();
    const key = 'sk-test-key-0005-0000000000';
    expect(ask('POST', '/key/generate', { key, key_alias: 'new', max_budget: 99 })).toMatchObject({
      status: 200,
      body: { key_alias: 'new', max_budget: 99 },
    });
    expect(ask('GET', `/key/info?key=${hashKey(key)}`).body).toMatchObject({
      info: { key_alias: 'svc-0005', max_budget: 2.5 },
    });
  });

  it('names a key deleted that never was', () => {
    const ask = proxy();
    const real = hashKey('sk-test-key-0001-0000000000');
    expect(ask('POST', '/key/delete', { keys: [real, 'f'.repeat(64)] }).body).toEqual({
      deleted_keys: [real, 'f'.repeat(64)],
    });
    expect(ask('GET', `/key/info?key=${real}`).status).toBe(404);
  });

  it('drops a field that it does not know', () => {
    const ask = proxy();
    expect(ask('POST', '/team/update', { team_id: 'team-00', max_bugdet: 1 }).status).toBe(200);
    expect(ask('GET', '/team/info?team_id=team-00').body).toMatchObject({ team_info: { max_budget: 10 } });
  });

  it('updates a user who was not there, by making one without a role', () => {
    const ask = proxy();
    expect(ask('GET', '/user/info?user_id=ghost').status).toBe(404);
    expect(ask('POST', '/user/update', { user_id: 'ghost', max_budget: 3 }).status).toBe(200);
    expect(ask('GET', '/user/info?user_id=ghost').body).toMatchObject({
      user_info: { user_role: null, max_budget: 3 },
    });
  });

  it('fills a new team from settings that the request says nothing of', () => {
    const ask = proxy();
    ask('PATCH', '/update/default_team_settings', { max_budget: 5, budget_duration: '30d' });
    const made = ask('POST', '/team/new', { team_id: 'filled', max_budget: null });
    expect(made.body).toMatchObject({ max_budget: 5, budget_duration: '30d' });
  });

  it('clears a budget and keeps its period', () => {
    const ask = proxy();
    ask('POST', '/team/update', { team_id: 'team-00', max_budget: null });
    expect(ask('GET', '/team/info?team_id=team-00').body).toMatchObject({
      team_info: { max_budget: null, budget_duration: '30d', budget_reset_at: '2026-12-01T00:00:00Z' },
    });
  });

  it('keeps the parameter of a deployment that is set to null', () => {
    const ask = proxy();
    const answer = ask('PATCH', '/model/db-model-0001/update', { litellm_params: { rpm: null } });
    expect(answer.status).toBe(200);
    const shown = ask('GET', '/v1/model/info?litellm_model_id=db-model-0001').body as {
      data: readonly { litellm_params: { rpm: number; model: string } }[];
    };
    expect(shown.data[0]?.litellm_params).toMatchObject({ rpm: 50, model: 'openai/gpt-4o-mini' });
    expect(JSON.stringify(answer.body)).not.toContain('openai/gpt-4o-mini');
  });

  it('takes the last allowed address away, and then lets nobody in', () => {
    const ask = proxy();
    expect(ask('POST', '/add/allowed_ip', { ip: '127.0.0.1' }).status).toBe(200);
    expect(ask('GET', '/get/allowed_ips').body).toEqual({ data: ['127.0.0.1'] });
    expect(ask('POST', '/delete/allowed_ip', { ip: '127.0.0.1' }).status).toBe(200);
    expect(ask('POST', '/add/allowed_ip', { ip: '127.0.0.1' }).status).toBe(403);
    expect(ask('GET', '/health/readiness').status).toBe(200);
  });

  it('deletes nothing where one team of two is not there', () => {
    const ask = proxy();
    expect(ask('POST', '/team/delete', { team_ids: ['team-11', 'nope'] }).status).toBe(404);
    expect(ask('GET', '/team/info?team_id=team-11').status).toBe(200);
  });

  it('accepts a budget that is not there, by doing nothing', () => {
    expect(proxy()('POST', '/budget/update', { budget_id: 'nope', max_budget: 1 })).toEqual({
      status: 200,
      body: null,
    });
  });
});
