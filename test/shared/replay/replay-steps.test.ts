import { expect, test } from 'vitest';

import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { onePhase, statePhases } from '../../../shared/replay/phases.ts';
import { replay, replaySteps } from '../../../shared/replay/replay.ts';
import { ALLOWED, ruleNumber } from '../../../shared/replay/replay-state.ts';
import type { RequestLog } from '../../../shared/replay/request-log.ts';
import type { Steps } from '../../../shared/replay/steps.ts';
import { FIRST_MS, litellmRules, madeLog, MODELS, resource } from './made-log.ts';

/** A dollar a second, by one key. */
function longLog(count: number): RequestLog {
  const { combinations } = madeLog([{ seconds: 0 }]);
  return {
    count,
    startMs: Float64Array.from({ length: count }, (_, at) => FIRST_MS + at * 1000),
    combination: new Uint32Array(count),
    spendNano: new Float64Array(count).fill(1e9),
    tokens: new Float64Array(count),
    durationMs: new Float64Array(count),
    combinations,
  };
}

const log = longLog(450_000);
const stateOf = (limit: number) =>
  litellmState(
    [
      ...MODELS,
      resource('key', 'k', {
        models: ['*'],
        budget: { limit: String(limit), period: null },
        requestsPerMinute: 1000,
      }),
    ],
    log.combinations,
    litellmRules(),
    'UTC',
  );

function inPieces<Result>(steps: Steps<Result>): { readonly pieces: number; readonly result: Result } {
  for (let pieces = 1; ; pieces += 1) {
    const { done, value } = steps.next();
    if (done === true) return { pieces, result: value };
  }
}

test('a long log is run through in pieces, and what budgets hold goes on from one to the next', () => {
  const { pieces, result } = inPieces(replaySteps(log, onePhase(stateOf(300_000))));
  expect(pieces).toBe(3);
  expect(result).toEqual(replay(log, stateOf(300_000)));
  expect([result[300_000 - 1], result[300_000], result.at(-1)]).toEqual([
    ALLOWED,
    ruleNumber('key-budget'),
    ruleNumber('key-budget'),
  ]);
});

test('what changes on its way begins a piece of its own', () => {
  const short = longLog(10);
  const held = [10, 5].map((limit, at) => ({
    fromMs: at === 0 ? -Infinity : FIRST_MS + 8000,
    resources: [resource('budget', String(limit), {})],
  }));
  const [first, second] = held;
  if (first === undefined || second === undefined) throw new Error('There are two.');
  const phases = statePhases([first, second], ([one]) => stateOf(Number(one?.id)));
  const { pieces, result } = inPieces(replaySteps(short, phases));
  expect(pieces).toBe(2);
  expect([...result].map((rule) => rule === ALLOWED)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});
