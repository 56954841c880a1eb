import { describe, expect, it } from 'vitest';

import { createCoreCalls, type CorePort } from '../../../electron/shell/core-calls.ts';
import type { CallMessage, ToWindow } from '../../../shared/contract/wire.ts';
import { success } from '../../../shared/result.ts';

/** A port that keeps what was sent, and answers when told to. */
function fakePort() {
  const sent: CallMessage[] = [];
  let listener: (event: { readonly data: ToWindow }) => void = () => undefined;
  let closed = false;
  const port: CorePort = {
    postMessage: (message) => sent.push(message),
    addEventListener: (_type, next) => (listener = next),
    start: () => undefined,
    close: () => (closed = true),
  };
  const answer = (id: number, value: unknown) =>
    listener({ data: { type: 'answer', id, result: success(value) } });
  return { port, sent, answer, isClosed: () => closed };
}

const STOPPED = {
  ok: false,
  problem: { code: 'core_stopped', next: expect.stringContaining('start it again') as string },
};

describe('calls to the core', () => {
  it('wait for the port, and are answered by number', async () => {
    const calls = createCoreCalls(() => undefined);
    const { port, sent, answer } = fakePort();
    const [first, second] = [
      calls.call('fleet.list', {}),
      calls.call('changes.list', {}, { task: 'w1' }),
    ] as const;
    calls.connect(port);
    expect(sent.map(({ name, task }) => [name, task])).toEqual([
      ['fleet.list', undefined],
      ['changes.list', 'w1'],
    ]);
    answer(2, 'b');
    answer(1, 'a');
    expect(await Promise.all([first, second])).toEqual([success('a'), success('b')]);
  });

  it('that were sent to a core that died are answered, and later ones go to the next core', async () => {
    const calls = createCoreCalls(() => undefined);
    const [old, next] = [fakePort(), fakePort()];
    calls.connect(old.port);
    const asked = calls.call('changes.list', {});
    calls.restarting();
    expect(await asked).toMatchObject({ ok: false, problem: { code: 'core_stopped' } });
    expect(old.isClosed()).toBe(true);
    const later = calls.call('fleet.list', {});
    calls.connect(next.port);
    next.answer(2, 'here');
    expect(await later).toEqual(success('here'));
  });

  it('are answered when the core stopped for good: sent, queued and later ones', async () => {
    const calls = createCoreCalls(() => undefined);
    calls.connect(fakePort().port);
    const sent = calls.call('fleet.list', {});
    calls.stopped();
    expect(await sent).toMatchObject(STOPPED);
    expect(await calls.call('fleet.list', {})).toMatchObject(STOPPED);

    const unconnected = createCoreCalls(() => undefined);
    const queued = unconnected.call('fleet.list', {});
    unconnected.stopped();
    expect(await queued).toMatchObject(STOPPED);
  });

  it('are made again when another workspace is opened after a stop', async () => {
    const calls = createCoreCalls(() => undefined);
    calls.stopped();
    calls.restarting();
    const { port, sent, answer } = fakePort();
    const asked = calls.call('fleet.list', {});
    calls.connect(port);
    expect(sent).toHaveLength(1);
    answer(1, 'again');
    expect(await asked).toEqual(success('again'));
  });
});
