import { createHash } from 'node:crypto';

import { inParallel } from '../../shared/in-parallel.ts';
import type { Target } from './target.ts';

/** Calls that were made to models through a gateway. */
export interface Traffic {
  readonly calls: number;
  /** Ids of the answers; a call that was refused has none. */
  readonly answered: readonly string[];
  /** Hashes of the keys that called. */
  readonly keys: readonly string[];
  readonly seconds: number;
}

const AT_ONCE = 24;
const TEAMS = ['log-red', 'log-green', 'log-blue'];
const MODELS = ['gpt-4o', 'claude-sonnet', 'db-claude', 'free-local', 'db-gpt-mini'];
/** Every so many calls one is refused: a key of one model asks for another. */
const REFUSED_EVERY = 25;

/**
 * Makes calls that answer from the config file of the gateway: of several teams, keys, models, users and lengths, some
 * of them refused. Rejects when one is answered otherwise than it should be.
 */
export async function makeCalls(target: Target, count: number): Promise<Traffic> {
  const began = performance.now();
  const run = String(Date.now());
  const open: string[] = [];
  for (const [index, name] of TEAMS.entries()) {
    await post(target, '/team/new', { team_id: `${name}-${run}`, team_alias: name });
    for (const models of [[], []])
      open.push(await makeKey(target, { key: keyText(run, open.length), team_id: `${name}-${run}`, models }));
    if (index > 0) open.push(await makeKey(target, { key: keyText(run, open.length) }));
  }
  const narrow = await makeKey(target, { key: keyText(run, open.length), models: ['gpt-4o'] });
  const numbers = Array.from({ length: count }, (_, n) => n);
  const answered: string[] = [];
  await inParallel(numbers, AT_ONCE, async (n) => {
    const refused = n % REFUSED_EVERY === 3;
    const id = await call(target, n, refused ? narrow : (open[n % open.length] ?? narrow), refused);
    if (id !== null) answered.push(id);
  });
  return {
    calls: count,
    answered,
    keys: [...open, narrow].map((key) => createHash('sha256').update(key).digest('hex')),
    seconds: (performance.now() - began) / 1000,
  };
}

/** A key that is made up, and differs from those of every other run. */
function keyText(run: string, index: number): string {
  return `sk-test-log-${String(index).padStart(2, '0')}-${run}`;
}

async function makeKey(
  target: Target,
  body: { readonly key: string } & Record<string, unknown>,
): Promise<string> {
  await post(target, '/key/generate', { ...body, key_alias: body.key.replace('sk-', '') });
  return body.key;
}

async function call(target: Target, n: number, key: string, refused: boolean): Promise<string | null> {
  const answer = await send(target, '/v1/chat/completions', key, {
    model: refused ? 'claude-sonnet' : MODELS[n % MODELS.length],
    messages: [{ role: 'user', content: 'word '.repeat(1 + ((n * 7) % 60)) }],
    user: `customer-${String(n % 17)}`,
    metadata: { tags: [`batch:${String(n % 5)}`] },
  });
  const text = await answer.text();
  if (answer.ok === refused)
    throw new Error(`Call ${String(n)} was answered ${String(answer.status)}: ${text.slice(0, 300)}`);
  return refused ? null : (JSON.parse(text) as { readonly id: string }).id;
}

async function post(target: Target, path: string, body: Record<string, unknown>): Promise<void> {
  const answer = await send(target, path, target.masterKey, body);
  if (!answer.ok)
    throw new Error(`POST ${path} was answered ${String(answer.status)}: ${await answer.text()}`);
}

function send({ url }: Target, path: string, key: string, body: Record<string, unknown>): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
}
