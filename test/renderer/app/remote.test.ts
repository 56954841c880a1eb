import { describe, expect, it } from 'vitest';

import { connectBridge } from '../../../renderer/app/api.ts';
import { createRemote } from '../../../renderer/app/state/remote.ts';
import { createFakeBridge, fails } from '../fake-bridge.ts';
import { fakeReport } from '../fake/archive.ts';

describe('createRemote', () => {
  it('throws away an older answer that arrives after a newer one', async () => {
    let release: (() => void) | undefined;
    connectBridge(
      createFakeBridge({
        'costs.report': async ({ month, by }) => {
          if (month === '2026-09') await new Promise<void>((resolve) => (release = resolve));
          return { report: fakeReport(month, by) };
        },
      }),
    );
    const remote = createRemote('costs.report');
    const slow = remote.load({ month: '2026-09', by: ['team'] });
    await remote.load({ month: '2026-10', by: ['team'] });
    release?.();
    await slow;
    expect(remote.use.getState().value?.report.month).toBe('2026-10');
    expect(remote.use.getState().loading).toBe(false);
  });

  it('keeps the value when a reload fails, and the problem until one works', async () => {
    connectBridge(createFakeBridge());
    const remote = createRemote('fleet.list');
    await remote.load({});
    connectBridge(createFakeBridge({ 'fleet.list': fails('broken', 'It broke.') }));
    await remote.reload();
    expect(remote.use.getState().value?.nodes).toHaveLength(3);
    expect(remote.use.getState().problem?.code).toBe('broken');
    connectBridge(createFakeBridge());
    await remote.reload();
    expect(remote.use.getState().problem).toBeNull();
  });

  it('does not ask again when it never was asked, and forgets on reset', async () => {
    const bridge = createFakeBridge();
    connectBridge(bridge);
    const remote = createRemote('fleet.list');
    await remote.reload();
    expect(bridge.made).toEqual([]);
    const late = remote.load({});
    remote.reset();
    await late;
    expect(remote.use.getState()).toEqual({ loading: false, value: null, problem: null });
  });
});
