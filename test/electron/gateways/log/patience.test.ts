import { describe, expect, it } from 'vitest';

import type { GatewayAnswer } from '../../../../electron/gateways/http/client.ts';
import { GatewayError } from '../../../../electron/gateways/http/problems.ts';
import { createPatience } from '../../../../electron/gateways/log/patience.ts';
import type { Patience, Question } from '../../../../electron/gateways/log/patience.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { stoppedTime } from './read-log.ts';

const QUESTION: Question = {
  node: 'prod-1',
  route: 'GET /spend/logs/v2',
  window: { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 9, 2) },
};

function answer(ms: number): GatewayAnswer {
  return {
    method: 'GET',
    path: '/spend/logs/v2',
    query: {},
    status: 200,
    contentType: 'application/json',
    body: null,
    text: '',
    bytes: 0,
    ms,
  };
}

function failing(code: string, status: number | null, retryAfterMs: number | null = null): GatewayError {
  return new GatewayError({ code, message: `It said ${code}.`, next: 'Do that.' }, status, retryAfterMs);
}

/** Fails so often with an error, then answers; counts what it was asked. */
function server(error: Error, times: number) {
  let asked = 0;
  return {
    asked: () => asked,
    send: async (): Promise<GatewayAnswer> => {
      asked += 1;
      if (asked <= times) throw error;
      return answer(10);
    },
  };
}

async function answered(): Promise<{ readonly patience: Patience; readonly waits: readonly number[] }> {
  const time = stoppedTime();
  const patience = createPatience(new AbortController().signal, time);
  await patience.ask(QUESTION, () => Promise.resolve(answer(10)));
  return { patience, waits: time.waits };
}

describe('the patience of a reader', () => {
  it('waits twice as long each time, up to a minute, and gives up after eight tries', async () => {
    const { patience, waits } = await answered();
    const node = server(failing('gateway_failed', 503), Infinity);
    await expect(patience.ask(QUESTION, node.send)).rejects.toMatchObject({
      status: 503,
      problem: {
        code: 'gateway_failed',
        message:
          'Reading the log of prod-1 stopped at GET /spend/logs/v2 for 2026-10-01T00:00:00Z to 2026-10-02T00:00:00Z after 8 tries. It said gateway_failed.',
        next: 'What was read before that stays, and the next import goes on from there. Do that.',
        where: 'GET /spend/logs/v2',
      },
    });
    expect(node.asked()).toBe(8);
    expect(waits).toEqual([750, 1500, 3000, 6000, 12_000, 24_000, 45_000]);
  });

  it('counts anew after an answer', async () => {
    const { patience } = await answered();
    for (let question = 0; question < 3; question += 1) {
      const node = server(failing('overloaded', 429), 7);
      await expect(patience.ask(QUESTION, node.send)).resolves.toMatchObject({ status: 200 });
      expect(node.asked()).toBe(8);
    }
  });

  it('never waits less than the node asks for, and not at all for one that asks for more than five minutes', async () => {
    const { patience, waits } = await answered();
    await patience.ask(QUESTION, server(failing('overloaded', 429, 60_000), 1).send);
    expect(waits).toEqual([60_500]);
    const node = server(failing('overloaded', 429, 3_600_000), 1);
    await expect(patience.ask(QUESTION, node.send)).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
    expect(node.asked()).toBe(1);
  });

  it('asks a node that cannot be reached from the beginning only three times', async () => {
    const away = server(failing('node_unreachable', null), Infinity);
    const patience = createPatience(new AbortController().signal, stoppedTime());
    await expect(patience.ask(QUESTION, away.send)).rejects.toMatchObject({
      problem: { code: 'node_unreachable' },
    });
    expect(away.asked()).toBe(3);
    const gone = server(failing('node_unreachable', null), Infinity);
    await expect((await answered()).patience.ask(QUESTION, gone.send)).rejects.toThrow('8 tries');
    expect(gone.asked()).toBe(8);
  });

  it.each([
    ['wrong_key', 401],
    ['not_permitted', 403],
    ['budget_exceeded', 429],
    ['gateway_failed', 500],
    ['refused', 422],
  ])('does not ask again what was refused for good: %s', async (code, status) => {
    const node = server(failing(code, status), Infinity);
    const first = createPatience(new AbortController().signal, stoppedTime());
    await expect(first.ask(QUESTION, node.send)).rejects.toThrow(/^It said/);
    await expect((await answered()).patience.ask(QUESTION, node.send)).rejects.toThrow(/stopped at/);
    expect(node.asked()).toBe(2);
  });

  it('asks at once again what was made lighter', async () => {
    const { patience, waits } = await answered();
    const node = server(failing('answer_too_large', null), 2);
    let lighter = 2;
    const lighten = (): boolean => (lighter -= 1) >= 0;
    await patience.ask({ ...QUESTION, lighten }, node.send);
    expect(node.asked()).toBe(3);
    expect(waits).toEqual([]);
  });

  it('leaves a slow node as long to others as it took, up to two seconds, and a quick one none', async () => {
    const time = stoppedTime();
    const patience = createPatience(new AbortController().signal, time);
    for (const ms of [400, 1500, 9000, 30]) await patience.ask(QUESTION, () => Promise.resolve(answer(ms)));
    expect(time.waits).toEqual([1500, 2000]);
  });

  it('does not rest for time that has passed since, while what was read is saved', async () => {
    const time = stoppedTime();
    const patience = createPatience(new AbortController().signal, time);
    await patience.ask(QUESTION, () => Promise.resolve(answer(1500)));
    await time.wait(1400, new AbortController().signal);
    await patience.ask(QUESTION, () => Promise.resolve(answer(10)));
    expect(time.waits).toEqual([1400, 100]);
  });

  it.each([
    ['a wait for an overloaded node', failing('overloaded', 429, 200_000)],
    ['a rest', null],
  ])('can be cancelled within %s', async (_what, error) => {
    const controller = new AbortController();
    const patience = createPatience(controller.signal);
    await patience.ask(QUESTION, () => Promise.resolve(answer(error === null ? 5000 : 10)));
    setTimeout(() => controller.abort(), 10);
    const began = performance.now();
    const asking = patience.ask(QUESTION, () =>
      error === null ? Promise.resolve(answer(1)) : Promise.reject(error),
    );
    await expect(asking).rejects.toMatchObject({ problem: { code: 'cancelled' } });
    expect(performance.now() - began).toBeLessThan(1500);
  });

  it('passes on what is no failure of the node', async () => {
    const { patience } = await answered();
    const problem = new ProblemError({ code: 'cancelled', message: 'Cancelled.' });
    await expect(patience.ask(QUESTION, server(problem, 1).send)).rejects.toBe(problem);
  });
});
