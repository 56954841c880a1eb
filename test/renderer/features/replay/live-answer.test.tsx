import { act } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createLiveAnswer } from '../../../../renderer/features/replay/live-answer.ts';
import type { ReplayView } from '../../../../shared/contract/replay-answers.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { fakeReplay } from '../../fake/replay.ts';
import { connectFake } from '../../render.tsx';

const month = '2026-10';

/** A core that answers when it is told to; each answer's count of requests names its question. */
function slowCore() {
  const waiting = new Map<string, (fault?: string) => void>();
  const bridge = connectFake({
    'replay.run': ({ policy = '' }) =>
      new Promise<ReplayView>((resolve, reject) => {
        waiting.set(policy, (fault) => {
          if (fault === undefined) resolve({ ...fakeReplay(), requests: Number(policy) });
          else reject(new ProblemError({ code: 'policy_invalid', message: fault }));
        });
      }),
  });
  return {
    bridge,
    answer: (policy: string, fault?: string) =>
      act(async () => {
        waiting.get(policy)?.(fault);
        await Promise.resolve();
      }),
  };
}

const asked = (bridge: ReturnType<typeof connectFake>, name: string) =>
  bridge.made.filter((call) => call.name === name).map(({ args }) => args);

describe('an answer that follows what is typed', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('asks once for what was typed in one go', () => {
    const { bridge } = slowCore();
    const live = createLiveAnswer('replay.run');
    for (const policy of ['1', '2', '3']) {
      live.ask({ policy, month }, 250);
      vi.advanceTimersByTime(200);
    }
    expect(asked(bridge, 'replay.run')).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(asked(bridge, 'replay.run')).toEqual([{ policy: '3', month }]);
  });

  it('cancels what runs when the text changes, at once', () => {
    const { bridge } = slowCore();
    const live = createLiveAnswer('replay.run');
    live.ask({ policy: '1', month });
    const [first] = bridge.made;
    live.ask({ policy: '2', month }, 250);
    expect(asked(bridge, 'tasks.cancel')).toEqual([{ task: first?.task }]);
    vi.advanceTimersByTime(250);
    expect(asked(bridge, 'replay.run')).toHaveLength(2);
  });

  it('never puts the answer of an older text in the place of a newer one, nor its fault', async () => {
    const { answer } = slowCore();
    const live = createLiveAnswer('replay.run');
    live.ask({ policy: '1', month });
    live.ask({ policy: '2', month });
    live.ask({ policy: '3', month });
    await answer('3');
    expect(live.use.getState()).toMatchObject({ loading: false, value: { requests: 3 } });
    await answer('1');
    await answer('2', 'late');
    expect(live.use.getState()).toMatchObject({ value: { requests: 3 }, problem: null });
  });

  it('is still under way when only an older answer came', async () => {
    const { answer } = slowCore();
    const live = createLiveAnswer('replay.run');
    live.ask({ policy: '1', month });
    live.ask({ policy: '2', month });
    await answer('1');
    expect(live.use.getState()).toMatchObject({ loading: true, value: null });
  });

  it('keeps the last answer beside a fault, and forgets the fault with the next answer', async () => {
    const { answer } = slowCore();
    const live = createLiveAnswer('replay.run');
    live.ask({ policy: '1', month });
    await answer('1');
    live.ask({ policy: '2', month });
    await answer('2', 'line 3');
    expect(live.use.getState()).toMatchObject({ value: { requests: 1 }, problem: { message: 'line 3' } });
    live.ask({ policy: '4', month });
    await answer('4');
    expect(live.use.getState()).toMatchObject({ value: { requests: 4 }, problem: null });
  });

  it('cancels when it is no longer looked at', async () => {
    const { bridge, answer } = slowCore();
    const live = createLiveAnswer('replay.run');
    live.ask({ policy: '1', month });
    live.stop();
    expect(asked(bridge, 'tasks.cancel')).toHaveLength(1);
    await answer('1');
    expect(live.use.getState()).toMatchObject({ loading: false, value: null });
  });
});
