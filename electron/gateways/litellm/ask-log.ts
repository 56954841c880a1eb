import type { LogWindow } from '../adapter.ts';
import type { Patience } from '../log/patience.ts';
import { ROUTE, rawPage, utcSecond } from './log-page.ts';
import type { RawLogPage } from './log-page.ts';
import type { PageSize } from './page-size.ts';
import type { Session } from './session.ts';

/** What one reading of one node's log works with. */
export interface LogReading {
  readonly session: Session;
  readonly patience: Patience;
  readonly size: PageSize;
}

/** Which page of a span, and of how many rows; asked anew with each try, as pages get smaller. */
export type WhichPage = () => { readonly page: number; readonly rows: number };

/** Asks for a page of a span, with patience, in pages as small as the node wants them. */
export async function askLog(
  { session, patience, size }: LogReading,
  span: LogWindow,
  which: WhichPage,
): Promise<RawLogPage> {
  const question = {
    node: session.node,
    route: ROUTE,
    window: span,
    lighten: size.lighten,
  };
  const answer = await patience.ask(question, () => {
    const { page, rows } = which();
    return session.get('/spend/logs/v2', {
      start_date: utcSecond(span.sinceMs),
      // Both ends are inclusive and whole seconds; what lies beyond is left out when the rows are read.
      end_date: utcSecond(Math.ceil(span.untilMs / 1000) * 1000),
      page,
      page_size: rows,
      // By anything else many rows get lost between pages (1.106.2).
      sort_by: 'startTime',
      sort_order: 'asc',
    });
  });
  size.answered(answer.ms);
  return rawPage(session.node, answer, span);
}
