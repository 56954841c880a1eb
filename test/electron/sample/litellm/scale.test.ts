import { beforeAll, describe, expect, it } from 'vitest';
import { createDispatch } from '../../../../electron/sample/litellm/dispatch.ts';
import { hashKey } from '../../../../electron/sample/litellm/auth.ts';
import { encode } from '../../../../electron/sample/litellm/python.ts';
import { EMPTY_LOG } from '../../../../electron/sample/litellm/spend-log.ts';
import type { LitellmState } from '../../../../electron/sample/litellm/state.ts';
import { LAB_MASTER_KEY, LAB_NOW, labState } from './lab-state.ts';

const TEAMS = 2000;
const USERS = 20_000;
const KEYS = 50_000;

function bigState(): LitellmState {
  const lab = labState();
  const [team, user, key] = [lab.teams[2], lab.users[3], lab.keys[4]];
  if (team === undefined || user === undefined || key === undefined) throw new Error('The lab is empty.');
  return {
    ...lab,
    teams: Array.from({ length: TEAMS }, (_, i) => ({
      ...team,
      id: `t-${i}`,
      alias: `team ${i}`,
      members: Array.from({ length: 10 }, (__, n) => ({
        userId: `u-${i * 10 + n}`,
        email: null,
        role: 'user' as const,
      })),
      createdMs: LAB_NOW - 1000 * (TEAMS - i),
    })),
    users: Array.from({ length: USERS }, (_, i) => ({ ...user, id: `u-${i}`, createdMs: LAB_NOW + i })),
    keys: Array.from({ length: KEYS }, (_, i) => ({
      ...key,
      token: hashKey(`sk-test-big-${i}`),
      alias: `key ${i}`,
      teamId: `t-${i % TEAMS}`,
      userId: `u-${i % USERS}`,
      createdMs: LAB_NOW - KEYS + i,
    })),
  };
}

const headers = { authorization: `Bearer ${LAB_MASTER_KEY}`, 'content-type': 'application/json' };
let dispatch: ReturnType<typeof createDispatch>;

beforeAll(() => {
  dispatch = createDispatch(
    { state: bigState(), log: EMPTY_LOG, masterKey: LAB_MASTER_KEY, now: () => LAB_NOW },
    () => undefined,
  );
});

function get(target: string): { readonly text: string; readonly body: Record<string, unknown> } {
  const { body } = dispatch({ method: 'GET', target, headers, text: '' });
  const text = encode(body);
  return { text, body: JSON.parse(text) as Record<string, unknown> };
}

/** The middle one of the times of many pages, milliseconds, with the writing of their JSON. */
function millisecondsAPage(target: (page: number) => string, pages: number): number {
  get(target(1));
  const times = Array.from({ length: pages }, (_, i) => {
    const began = performance.now();
    encode(dispatch({ method: 'GET', target: target(i + 1), headers, text: '' }).body);
    return performance.now() - began;
  });
  return times.toSorted((a, b) => a - b)[pages >> 1] ?? 0;
}

describe('2,000 teams, 20,000 users and 50,000 keys', () => {
  it.each([
    ['keys', (page: number) => `/key/list?return_full_object=true&size=100&page=${page}`],
    ['teams', (page: number) => `/v2/team/list?page_size=100&page=${page}`],
    ['users', (page: number) => `/user/list?page_size=100&page=${page}`],
    ['keys of one team', (page: number) => `/key/list?team_id=t-${page}&size=100`],
    ['one team', (page: number) => `/team/info?team_id=t-${page}`],
    ['one user', (page: number) => `/user/info?user_id=u-${page}`],
  ])('are served page by page in a few milliseconds: %s', (what, target) => {
    const each = millisecondsAPage(target, 20);
    expect(each, `${what}: ${each.toFixed(2)} ms a page`).toBeLessThan(25);
  });

  it('are all there, once', () => {
    const seen = new Set<string>();
    for (let page = 1; page <= KEYS / 100; page += 1) {
      for (const token of get(`/key/list?size=100&page=${page}`).body['keys'] as readonly string[])
        seen.add(token);
    }
    expect(seen.size).toBe(KEYS);
    expect(get('/key/list?size=100&page=501').body).toMatchObject({ keys: [], total_count: KEYS });
  });

  it('stay fast while they are written to', () => {
    const began = performance.now();
    for (let i = 0; i < 300; i += 1) {
      const text = JSON.stringify({ team_id: `t-${i}`, max_budget: i });
      expect(dispatch({ method: 'POST', target: '/team/update', headers, text }).status).toBe(200);
      expect(get(`/team/info?team_id=t-${i}`).text).toContain(`"max_budget":${i}.0`);
    }
    expect((performance.now() - began) / 300).toBeLessThan(25);
  });

  it('take new keys and let old ones go', () => {
    const text = JSON.stringify({ key_alias: 'newest', team_id: 't-7' });
    dispatch({ method: 'POST', target: '/key/generate', headers, text });
    const [first] = get('/key/list?size=1&return_full_object=true').body['keys'] as readonly Record<
      string,
      unknown
    >[];
    expect(first?.['key_alias']).toBe('newest');
    const gone = JSON.stringify({ keys: [first?.['token']] });
    dispatch({ method: 'POST', target: '/key/delete', headers, text: gone });
    expect(get('/key/list?size=1').body).toMatchObject({ total_count: KEYS });
  });
});
