import { describe, expect, it, onTestFinished } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { doublewordSampleLog } from '../../../../electron/sample/doubleword/sample-log.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { OCTOBER, startNode, work } from '../../gateways/doubleword/node.ts';

const NOVEMBER = { sinceMs: OCTOBER.untilMs, untilMs: Date.UTC(2026, 10, 26) };

describe('a gateway that numbers its requests', { timeout: 60_000 }, () => {
  it('keeps what was imported when its database begins anew, and what comes then', async () => {
    const archive = openArchive(await temporaryFolder());
    onTestFinished(() => archive.close());
    const adapter = createDoublewordAdapter({ now: () => new Date('2026-12-05T00:00:00Z') });
    const before = await startNode({ log: doublewordSampleLog(5, '2026-10', 300) });
    const anew = await startNode({ log: doublewordSampleLog(5, '2026-11', 300) });
    const importOf = ({ connection }: typeof before, window: typeof OCTOBER) =>
      archive.importPages(
        'dw-eu',
        {
          description: 'the log of dw-eu',
          gateway: adapter.kind,
          pages: adapter.readLog(connection, window, work()),
          window,
        },
        work(),
      );
    const totals = async (): Promise<unknown> =>
      Promise.all(
        ['2026-10', '2026-11'].map(async (month) => {
          const { requests, spend } = (await archive.costReport(month, ['node'])).total;
          return [requests, spend];
        }),
      );

    const first = await importOf(before, OCTOBER);
    expect(first).not.toHaveProperty('warnings');
    const [october] = (await totals()) as [unknown];
    const second = await importOf(anew, NOVEMBER);
    expect(second).toMatchObject({
      updated: 0,
      warnings: [{ code: 'ids_begin_anew', message: expect.stringMatching(/All of them count/) }],
    });
    expect(second.inserted).toBeGreaterThan(200);
    const both = await totals();
    expect(both).toEqual([october, [second.inserted, expect.anything()]]);

    // Neither month changes when either is read again.
    expect(await importOf(anew, NOVEMBER)).toMatchObject({ inserted: 0, updated: 0 });
    expect(await importOf(before, OCTOBER)).toMatchObject({ inserted: 0, updated: 0 });
    expect(await totals()).toEqual(both);
  });
});
