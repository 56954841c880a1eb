import { archivePlaces } from '../../../../electron/archive/places.ts';
import { openArchive } from '../../../../electron/archive/archive.ts';
import { openSqlSession } from '../../../../electron/archive/sql/session.ts';
import type { SqlAnswer, SqlOrder } from '../../../../electron/archive/sql/session.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { onTestFinished } from 'vitest';
import { fileOf, quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** An archive that can be asked in SQL. */
export interface SqlWorld {
  readonly folder: string;
  /** Takes requests in, as one file. */
  take(requests: readonly LoggedRequest[], node?: string): Promise<void>;
  order(sql: string, more?: Partial<SqlOrder>): SqlOrder;
  ask(sql: string, more?: Partial<SqlOrder>): Promise<SqlAnswer>;
}

const ALL = { fromMs: Number.MIN_SAFE_INTEGER, untilMs: Number.MAX_SAFE_INTEGER };

/** Makes an empty archive of two nodes, `eu` and `us`. */
export async function sqlWorld(): Promise<SqlWorld> {
  const folder = await temporaryFolder();
  const places = archivePlaces(folder);
  const archive = openArchive(folder, { now: () => new Date('2026-11-20T12:00:00Z') });
  const session = openSqlSession(() => '20261120T120000000Z');
  onTestFinished(async () => {
    session.close();
    await archive.close();
  });
  let files = 0;
  const order = (sql: string, more: Partial<SqlOrder> = {}): SqlOrder => ({
    sql,
    span: ALL,
    limit: 1_000,
    nodes: ['eu', 'us'].map((node) => ({ node, folder: places.folder(node) })),
    coverage: [],
    ...more,
  });
  return {
    folder,
    async take(requests, node = 'eu') {
      files += 1;
      const { source, reading } = await fileOf(folder, requests, `${files}.jsonl`);
      await archive.importSource(node, source, quietWork(), reading);
    },
    order,
    ask: (sql, more) => session.run(order(sql, more)),
  };
}
