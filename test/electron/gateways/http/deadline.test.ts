import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startDeadline } from '../../../../electron/gateways/http/deadline.ts';

describe('startDeadline', () => {
  it('ends when the time is over, and says so', async () => {
    const deadline = startDeadline(new AbortController().signal, 5);
    expect([deadline.passed(), deadline.signal.aborted]).toEqual([false, false]);
    await sleep(30);
    expect([deadline.passed(), deadline.signal.aborted]).toEqual([true, true]);
  });

  it('ends with what stands above it, which is no lack of time', async () => {
    const above = new AbortController();
    const deadline = startDeadline(above.signal, 5);
    above.abort();
    expect(deadline.signal.aborted).toBe(true);
    await sleep(30);
    expect(deadline.passed()).toBe(false);
    expect(startDeadline(above.signal, 1000).signal.aborted).toBe(true);
  });

  it('neither counts nor listens any more when the work is done', async () => {
    const above = new AbortController();
    const deadline = startDeadline(above.signal, 5);
    deadline.end();
    await sleep(30);
    above.abort();
    expect([deadline.passed(), deadline.signal.aborted]).toEqual([false, false]);
  });
});
