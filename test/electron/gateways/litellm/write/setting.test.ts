import { expect, it } from 'vitest';

import type { JsonValue } from '../../../../../shared/json.ts';
import type { Operation } from '../../../../../shared/plan/plan.ts';
import { sendJson } from '../../http/server.ts';
import { adapter, gateway, work } from '../world.ts';

function update(field: string, value: JsonValue): Operation {
  const name = `general_settings.${field}`;
  return {
    id: '1',
    node: 'prod-1',
    action: 'update',
    kind: 'setting',
    name,
    fields: [],
    resourceId: name,
    wanted: { value },
  };
}

/** Keeps all settings in one row as LiteLLM does: reads it, takes its time, and writes it back whole. */
async function oneRow() {
  let stored: Readonly<Record<string, unknown>> = {};
  const { server, connection } = await gateway(({ path, body }, response) => {
    if (path === '/config/field/update') {
      const { field_name: field, field_value: value } = JSON.parse(body) as Record<string, string>;
      const row = { ...stored, [field ?? '']: value };
      setTimeout(() => {
        stored = row;
        sendJson(response, {});
      }, 50);
      return;
    }
    const rows = Object.entries(stored).map(([name, value]) => ({
      field_name: name,
      field_value: value,
      stored_in_db: true,
    }));
    if (path === '/config/list') sendJson(response, rows);
    else sendJson(response, { detail: 'Not Found' }, 404);
  });
  return { server, connection, stored: () => stored };
}

it('settings of a node are written one after the other, so that none is lost', async () => {
  const { connection, stored } = await oneRow();
  const fields = ['max_parallel_requests', 'global_max_parallel_requests', 'max_request_size_mb'];
  await Promise.all(fields.map((field) => adapter.apply(connection, update(field, 5), work())));
  expect(stored()).toEqual(Object.fromEntries(fields.map((field) => [field, 5])));
});
