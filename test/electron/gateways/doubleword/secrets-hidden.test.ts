import { describe, expect, it } from 'vitest';

import type { Connection, PulledState } from '../../../../electron/gateways/adapter.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { HIDDEN } from '../../../../shared/secrets/hidden.ts';
import { renderResourceFile } from '../../../../shared/wanted/render-resource-file.ts';
import { startNodeChanged } from './front.ts';
import { plan } from '../../../shared/plan/doubleword/planning.ts';
import { KEY, work } from './node.ts';

const adapter = createDoublewordAdapter({ client: { retries: 0 } });

const SECRETS = [
  'sk-proj-0123456789abcdefghijklmnop',
  'hunter2hunter2',
  'T0A1B2C3D/B0A1B2C3D/abcdefghijklmnopqrstuvwx',
];
const [API_KEY = '', PASSWORD = '', HOOK = ''] = SECRETS;

/** Whatever has an id or a region has secrets in its texts, as people put them there. */
function withSecrets(body: JsonValue): JsonValue {
  if (Array.isArray(body)) return body.map((item: JsonValue) => withSecrets(item));
  if (!isJsonObject(body)) return body;
  const inner = Object.fromEntries(Object.entries(body).map(([name, item]) => [name, withSecrets(item)]));
  return 'id' in body || 'region' in body ? { ...inner, ...leaksOf(inner) } : inner;
}

function leaksOf(row: JsonObject): JsonObject {
  const isWebhook = 'event_types' in row;
  return {
    description: `our key is ${API_KEY}, and this one ${KEY}`,
    url: isWebhook
      ? `https://hooks.slack.com/services/${HOOK}`
      : `https://admin:${PASSWORD}@models.example.test/v1`,
  };
}

async function start(): Promise<{ readonly connection: Connection; readonly pulled: PulledState }> {
  const connection = await startNodeChanged((_path, body) => withSecrets(body));
  return { connection, pulled: await adapter.pull(connection, work()) };
}

function expectHidden(text: string): void {
  for (const secret of [...SECRETS, KEY]) expect(text).not.toContain(secret);
}

const KINDS: readonly ResourceKind[] = [
  'endpoint',
  'grant',
  'key',
  'model',
  'organization',
  'probe',
  'setting',
  'team',
  'toolSource',
  'user',
  'webhook',
];

describe('secrets that stand in what a Doubleword holds', () => {
  it('are hidden in what a pull brings home, of each kind, and in the answers that it keeps', async () => {
    const { pulled } = await start();
    for (const kind of KINDS) {
      const found = JSON.stringify(pulled.resources.filter((one) => one.kind === kind));
      expect(found, kind).toContain(HIDDEN);
      expectHidden(found);
    }
    for (const pages of pulled.raw.values()) for (const page of pages) expectHidden(page);
    const webhook = pulled.resources.find(({ kind }) => kind === 'webhook');
    expect(webhook?.name).toContain(`/https://hooks.slack.com/services/${HIDDEN}`);
  });

  it('are hidden in what is read again after a change, as a pull hides them', async () => {
    const { connection, pulled } = await start();
    for (const kind of KINDS.filter((one) => !['setting', 'toolSource', 'webhook'].includes(one))) {
      const held = pulled.resources.find((one) => one.kind === kind);
      const again = await adapter.reread(connection, kind, held?.id ?? '', work());
      expect(JSON.stringify(again), kind).toContain(HIDDEN);
      expectHidden(JSON.stringify(again));
      if (kind === 'endpoint') expect(again).toEqual(held);
    }
  });

  it('are written back by no plan', async () => {
    const { pulled } = await start();
    const held = pulled.resources;
    const file = renderResourceFile(held, ['endpoint']);
    expect(file).not.toContain(HIDDEN);
    expect(plan(held, file).operations).toEqual([]);
    const name = held.find(({ kind }) => kind === 'endpoint')?.name ?? '';
    const edited = `version: 1\nendpoints: [{ name: ${name}, settings: { description: ours } }]`;
    const [operation, ...more] = plan(held, edited).operations;
    expect(more).toEqual([]);
    expect(operation?.wanted).toEqual({ settings: { description: 'ours' } });
  });
});
