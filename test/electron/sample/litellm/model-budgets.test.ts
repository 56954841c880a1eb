import { readFileSync } from 'node:fs';

import { afterEach, describe, expect, it } from 'vitest';

import { startLitellmSimulator, type LitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../../../electron/sample/litellm/spend-log.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { LAB_MASTER_KEY, labState } from './lab-state.ts';

/** Calls that a real proxy without a licence got one after the other, and what it answered. */
interface Recorded {
  readonly calls: readonly {
    readonly path: string;
    readonly model_max_budget: JsonValue;
    readonly status: number;
    readonly error?: JsonObject;
    /** The budgets of single models in the answer; null where it has none. */
    readonly after?: JsonValue;
  }[];
}

const FIXTURES = new URL('../../../fixtures/gateways/litellm/', import.meta.url);

let simulator: LitellmSimulator | null = null;
afterEach(async () => {
  await simulator?.close();
  simulator = null;
});

async function call(path: string, body: JsonObject): Promise<{ status: number; answer: JsonObject }> {
  const response = await fetch(`${simulator?.url ?? ''}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${LAB_MASTER_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as JsonValue;
  return { status: response.status, answer: isJsonObject(answer) ? answer : {} };
}

describe.each(['1.106.2', '1.81.13'] as const)('budgets of single models at a simulated %s', (release) => {
  it('are taken, refused and taken away as a real one without a licence does', async () => {
    const text = readFileSync(new URL(`model-budgets-${release}.json`, FIXTURES), 'utf8');
    const { calls } = JSON.parse(text) as Recorded;
    simulator = await startLitellmSimulator({
      state: labState(),
      log: EMPTY_LOG,
      masterKey: LAB_MASTER_KEY,
      release,
    });
    const { answer: key } = await call('/key/generate', { key_alias: 'budgets' });
    await call('/team/new', { team_id: 'budgets', team_alias: 'budgets' });
    await call('/user/new', { user_id: 'budgets', auto_create_key: false });
    const named: Readonly<Record<string, JsonObject>> = {
      '/key/update': { key: key['token'] ?? key['token_id'] ?? null },
      '/team/update': { team_id: 'budgets' },
      '/user/update': { user_id: 'budgets' },
      '/user/new': { user_id: 'another', auto_create_key: false },
    };
    for (const [index, { path, model_max_budget: budgets, status, error, after }] of calls.entries()) {
      const answered = await call(path, { ...named[path], model_max_budget: budgets });
      const { data, error: refused } = answered.answer;
      const row = isJsonObject(data) ? data : answered.answer;
      expect({ index, path, status: answered.status }).toEqual({ index, path, status });
      if (error === undefined) expect([path, row['model_max_budget'] ?? null]).toEqual([path, after]);
      else expect(refused).toEqual(error);
    }
  });
});
