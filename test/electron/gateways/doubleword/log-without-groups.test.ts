import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import type { Connection } from '../../../../electron/gateways/adapter.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { sumDecimal } from '../../../../shared/cost/money.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { stoppedTime } from '../log/read-log.ts';
import { startNodeWith } from './front.ts';
import { LOG, OCTOBER, startNode } from './node.ts';

const now = (): Date => new Date('2026-11-20T00:00:00Z');
const adapter = createDoublewordAdapter({ client: { retries: 0 }, now, patience: stoppedTime() });
const archiveOf = async () => openArchive(await temporaryFolder(), { now });

async function importFrom(archive: Awaited<ReturnType<typeof archiveOf>>, connection: Connection) {
  const pages = adapter.readLog(connection, OCTOBER, quietWork());
  const log = { description: 'the log of dw', gateway: 'doubleword', pages, window: OCTOBER };
  return archive.importPages('dw', log, quietWork());
}

const REFUSED = {
  status: 403,
  type: 'text/plain; charset=utf-8',
  body: 'Insufficient permissions to Read Groups',
};
const spent = sumDecimal(
  LOG.ledger.filter((row) => row.transaction_type === 'usage').map(({ amount }) => amount),
);

test('a key that may not list groups imports requests with their costs and without teams, and the coverage says so until they are read', async () => {
  const archive = await archiveOf();
  const refusing = await startNodeWith({ '/groups': REFUSED });
  const summary = await importFrom(archive, refusing);
  expect(summary).toMatchObject({ inserted: LOG.entries.length, refused: 0 });
  expect(summary.notes).toEqual([
    expect.stringMatching(/^Which group paid is not known, as its groups could not be read: .*Read Groups/),
  ]);
  const teams = async () => {
    const { rows, total } = await archive.costReport('2026-10', ['team'], ['dw']);
    expect(total.spend).toBe(spent);
    return rows.map(({ teamAlias }) => teamAlias);
  };
  expect(await teams()).toEqual([null]);
  const [coverage] = await archive.coverage();
  expect(coverage?.lacks).toEqual([
    { from: '2026-10-01T00:00:00.000Z', until: '2026-11-01T00:00:00.000Z', why: summary.notes?.[0] },
  ]);

  const { connection } = await startNode();
  expect(await importFrom(archive, connection)).not.toHaveProperty('notes');
  const known = await teams();
  expect(known).toContain('search');
  expect((await archive.coverage())[0]).not.toHaveProperty('lacks');
  // What is known is not lost where it is read again without.
  await importFrom(archive, refusing);
  expect(await teams()).toEqual(known);
  await archive.close();
});

test('groups that fail to come in another way end the import', async () => {
  const archive = await archiveOf();
  const refusing = await startNodeWith({ '/groups': { ...REFUSED, status: 500, body: 'no' } });
  await expect(importFrom(archive, refusing)).rejects.toMatchObject({
    problem: { message: expect.stringContaining('/groups') as unknown },
  });
  await archive.close();
});
