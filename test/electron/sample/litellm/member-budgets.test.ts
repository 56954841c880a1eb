import { readFileSync } from 'node:fs';

import { afterEach, describe, expect, it } from 'vitest';

import { startLitellmSimulator, type LitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../../../electron/sample/litellm/spend-log.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { LAB_MASTER_KEY, labState } from './lab-state.ts';

/** Calls that a real proxy got one after the other, and what `/team/info` said after each. */
interface Recorded {
  readonly version: '1.106.2' | '1.81.13';
  readonly users: readonly string[];
  readonly team: string;
  readonly steps: readonly {
    readonly path: string;
    readonly body: JsonObject;
    readonly status: number;
    readonly after: JsonObject;
  }[];
}

const FIXTURES = new URL('../../../fixtures/gateways/litellm/', import.meta.url);

function recorded(release: string): Recorded {
  return JSON.parse(readFileSync(new URL(`member-budgets-${release}.json`, FIXTURES), 'utf8')) as Recorded;
}

let simulator: LitellmSimulator | null = null;
afterEach(async () => {
  await simulator?.close();
  simulator = null;
});

async function call(path: string, body?: JsonObject): Promise<{ status: number; answer: JsonValue }> {
  const response = await fetch(`${simulator?.url ?? ''}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${LAB_MASTER_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: (await response.json()) as JsonValue };
}

const object = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** What an answer of `/team/info` says of budgets, with the gateway's own ids in the order in which they came up. */
function readInfo(answer: JsonValue, numbers: Map<string, string>): JsonObject {
  const named = (id: JsonValue | undefined): JsonValue => {
    if (typeof id !== 'string' || id === '') return null;
    const kind = id.startsWith('team-') ? 'given' : 'own';
    const count = [...numbers.values()].filter((name) => name.startsWith(kind)).length;
    if (!numbers.has(id)) numbers.set(id, `${kind} ${String(count + 1)}`);
    return numbers.get(id) ?? null;
  };
  const budget = (table: JsonValue | undefined): JsonValue => {
    if (!isJsonObject(table)) return null;
    const { budget_id: id, max_budget = null, budget_duration = null, rpm_limit = null } = table;
    const { tpm_limit = null } = table;
    return { budget_id: named(id), max_budget, budget_duration, rpm_limit, tpm_limit };
  };
  const { team_info: info, team_memberships: rows } = object(answer);
  const { metadata, team_member_budget_table: table } = object(info);
  const given = object(metadata)['team_member_budget_id'];
  const memberships = (Array.isArray(rows) ? rows : [])
    .map((row: JsonValue) => object(row))
    .filter(({ budget_id: id, budget_source: source }) => id !== null || source !== undefined);
  return {
    metadata: {
      ...object(metadata),
      ...(given === undefined ? {} : { team_member_budget_id: named(given) }),
    },
    team_member_budget_table: budget(table),
    team_memberships: Object.fromEntries(
      memberships.map(({ user_id: user, budget_source: source, litellm_budget_table: own }) => [
        typeof user === 'string' ? user : '',
        { ...(source === undefined ? {} : { budget_source: source }), budget: budget(own) },
      ]),
    ),
  };
}

describe.each(['1.106.2', '1.81.13'])('what members may spend in a team of a simulated %s', (release) => {
  it('is written and told as a real one does', async () => {
    const { version, users, team, steps } = recorded(release);
    simulator = await startLitellmSimulator({
      state: labState(),
      log: EMPTY_LOG,
      masterKey: LAB_MASTER_KEY,
      release: version,
    });
    for (const user of users) await call('/user/new', { user_id: user, auto_create_key: false });
    const numbers = new Map<string, string>();
    const idOf = (name: JsonValue | undefined): string =>
      [...numbers].find(([, known]) => known === name)?.[0] ?? '';
    for (const [index, { path, body, status, after }] of steps.entries()) {
      if (path === '/team/new') await call('/team/delete', { team_ids: [team] });
      const { budget_id: budget } = body;
      const sent = budget === undefined ? body : { ...body, budget_id: idOf(budget) };
      const answered = await call(path, sent);
      const info = readInfo((await call(`/team/info?team_id=${team}`)).answer, numbers);
      expect({ index, path, body, status: answered.status, after: info }).toEqual({
        index,
        path,
        body,
        status,
        after,
      });
    }
  });
});
