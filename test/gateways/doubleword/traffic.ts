import { inParallel } from '../../../shared/in-parallel.ts';
import type { Target } from './target.ts';

/** Calls that were made to models through a gateway. */
export interface Traffic {
  readonly calls: number;
  /** How many were answered by a model that failed. */
  readonly failed: number;
  /** How many were refused, as the group of the caller has no such model. */
  readonly refused: number;
  readonly seconds: number;
}

const AT_ONCE = 8;

/** Who calls what: users of one group, of several and of none besides Everyone, and an organization. */
const CALLERS: readonly (readonly [payer: string, models: readonly string[]])[] = [
  ['alice', ['large', 'least', 'broken', 'mock-small']],
  ['bob', ['chat', 'free', 'large']],
  ['carol', ['chat', 'large', 'router', 'free', 'least']],
  ['dora', ['chat', 'router']],
  ['erin', ['mock-small', 'large']],
  ['example-org', ['chat', 'free']],
];

/** Models of which failures and refusals are counted. */
const COUNTED: ReadonlySet<string> = new Set(['large', 'broken']);

/** What each may not call, by the seed. */
const REFUSED: Readonly<Record<string, string>> = { bob: 'large', erin: 'large' };

/**
 * Makes calls of several users, groups, models and lengths; some are refused, and some end at a model that fails. Rejects
 * when one is answered otherwise than it should be.
 */
export async function makeCalls(target: Target, count: number): Promise<Traffic> {
  const began = performance.now();
  const callers = await Promise.all(
    CALLERS.map(async ([payer, models]) => ({
      payer,
      models,
      key: await target.makeKey(payer, 'realtime'),
    })),
  );
  let failed = 0;
  let refused = 0;
  // New keys reach the part that calls models a moment later: each is tried until it is known.
  // A call before that is refused and logged, so it asks for what refusals are not counted of.
  for (const { key, models } of callers)
    await untilAnswered(target, key, models.find((model) => !COUNTED.has(model)) ?? '');
  await inParallel(
    Array.from({ length: count - callers.length }, (_, n) => n),
    AT_ONCE,
    async (n) => {
      const caller = callers[n % callers.length];
      if (caller === undefined) throw new Error('There is no caller.');
      const model = caller.models[Math.floor(n / callers.length) % caller.models.length] ?? '';
      const status = await call(target, caller.key, model, n);
      const isBroken = model === 'broken';
      const wanted = REFUSED[caller.payer] === model ? 403 : 200;
      // The status of the provider, or 502: by the model's fallback (dwctl 10.13.1).
      if (isBroken ? status < 500 : status !== wanted)
        throw new Error(`Call ${String(n)} of ${caller.payer} to ${model} was answered ${String(status)}.`);
      if (isBroken) failed += 1;
      if (status === 403) refused += 1;
    },
  );
  return { calls: count, failed, refused, seconds: (performance.now() - began) / 1000 };
}

async function untilAnswered(target: Target, key: string, model: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await call(target, key, model, 1)) === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`A new key was never taken for ${model}.`);
}

async function call({ url }: Target, key: string, model: string, n: number): Promise<number> {
  const answer = await fetch(`${url}/ai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      messages: [{ role: 'user', content: 'word '.repeat(1 + ((n * 7) % 61)) }],
      max_tokens: 1 + ((n * 13) % 97),
    }),
    signal: AbortSignal.timeout(60_000),
  });
  await answer.text();
  return answer.status;
}
