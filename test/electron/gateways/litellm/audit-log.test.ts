import { expect, test } from 'vitest';

import { sendJson, type Handler } from '../http/server.ts';
import { recordedBody, type Release } from './recorded.ts';
import { adapter, gateway, work } from './world.ts';

const NOVEMBER = { sinceMs: Date.UTC(2026, 10, 1), untilMs: Date.UTC(2026, 11, 1) };

/** As a real 1.106.2 gave them back, put into its database. */
const CHANGED = {
  id: 'a-1',
  updated_at: '2026-11-26T19:43:25.500000Z',
  changed_by: 'kim@example.test',
  changed_by_api_key: 'abc',
  action: 'updated',
  table_name: 'LiteLLM_TeamTable',
  object_id: 'team-00',
  before_value: { metadata: { note: 'old' }, max_budget: 10, team_alias: 'payments', updated_at: '1' },
  updated_values: { metadata: { note: 'new' }, max_budget: 20.5, team_alias: 'payments', updated_at: '2' },
};
const ROTATED = {
  ...CHANGED,
  id: 'a-2',
  updated_at: '2026-11-20T10:00:00Z',
  changed_by: '',
  action: 'rotated',
  table_name: 'LiteLLM_VerificationToken',
  object_id: 'hash-1',
  before_value: null,
  updated_values: '{"key_alias": "ci", "token": "sk-made-up-secret-000000001"}',
};

function auditLog(rows: readonly unknown[], licensed = true): Handler {
  return ({ path, query }, response) => {
    if (path === '/health/license') sendJson(response, { has_license: licensed });
    else if (Number(query.get('page')) > 1) sendJson(response, { audit_logs: [], total: rows.length });
    else sendJson(response, { audit_logs: rows, total: rows.length });
  };
}

test('who changed what, with the fields that changed and nothing secret', async () => {
  const { connection, server } = await gateway(auditLog([ROTATED, CHANGED]));
  const log = await adapter.readAuditEvents(connection, NOVEMBER, work());
  expect(log).toMatchObject({ available: true, why: null });
  expect(log.events).toEqual([
    {
      at: '2026-11-26T19:43:25.500Z',
      after: null,
      node: 'prod-1',
      source: 'gateway',
      actor: 'kim@example.test',
      action: 'update',
      kind: 'team',
      id: 'team-00',
      name: 'payments',
      detail: 'max_budget: 10 → 20.5, metadata changed',
      fields: [{ path: 'max_budget', before: 10, after: 20.5 }, { path: 'metadata' }],
    },
    expect.objectContaining({
      actor: null,
      action: 'rotated',
      kind: 'key',
      id: 'hash-1',
      name: 'ci',
      fields: [],
    }),
  ]);
  expect(JSON.stringify(log)).not.toContain('sk-made-up-secret');
  expect(server.asked[0]?.query.get('start_date')).toBe('2026-11-01T00:00:00.000Z');
});

test('an entry without a time is counted, entries outside of the time are left out', async () => {
  const early = { ...CHANGED, id: 'a-3', updated_at: '2026-10-01T00:00:00Z' };
  const { connection } = await gateway(auditLog([early, { ...CHANGED, updated_at: 'soon' }]));
  const log = await adapter.readAuditEvents(connection, NOVEMBER, work());
  expect(log).toEqual({
    available: true,
    events: [],
    why: '1 entry of the audit log could not be read.',
  });
});

test.each<Release>(['1.106.2', '1.81.13'])(
  'an empty log of a %s without a licence is no quiet one',
  async (release) => {
    const { connection } = await gateway(({ path }, response) => {
      sendJson(
        response,
        path === '/audit' ? recordedBody('audit-list-oss', release) : { has_license: false },
      );
    });
    const log = await adapter.readAuditEvents(connection, NOVEMBER, work());
    expect(log).toMatchObject({ available: false, events: [] });
    expect(log.why).toContain('licence');
  },
);

test('an empty log of a licensed node is a quiet one', async () => {
  const { connection } = await gateway(auditLog([]));
  expect(await adapter.readAuditEvents(connection, NOVEMBER, work())).toEqual({
    available: true,
    events: [],
    why: null,
  });
});

test.each([403, 404])('a node that answers %i has no log', async (status) => {
  const { connection } = await gateway((_asked, response) => {
    sendJson(response, { detail: { error: 'You must be a LiteLLM Enterprise user' } }, status);
  });
  expect(await adapter.readAuditEvents(connection, NOVEMBER, work())).toMatchObject({ available: false });
});

test('a key that may not ask is a problem, not a node without a log', async () => {
  const { connection } = await gateway((_asked, response) => {
    sendJson(response, { error: { message: 'Authentication Error', code: '401' } }, 401);
  });
  await expect(adapter.readAuditEvents(connection, NOVEMBER, work())).rejects.toMatchObject({
    problem: { code: expect.any(String) as string },
  });
});
