import { parentPort } from 'node:worker_threads';

import { ProblemError } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';
import { stamp } from '../places.ts';
import { openSqlSession } from './session.ts';
import type { SqlAnswer, SqlOrder } from './session.ts';

/** What the thread says to an order. */
export type SqlReply =
  | { readonly reply: 'answer'; readonly answer: SqlAnswer }
  | { readonly reply: 'problem'; readonly problem: Problem }
  | { readonly reply: 'failed'; readonly message: string };

// The thread of the SQL console: it is ended when a statement takes too long, and nothing is lost with it but time.
const port = parentPort;
if (port !== null) {
  const session = openSqlSession(() => stamp(new Date()));
  const say = (reply: SqlReply): void => port.postMessage(reply);
  port.on('message', (order: SqlOrder) => {
    session.run(order).then(
      (answer) => say({ reply: 'answer', answer }),
      (error: unknown) =>
        say(
          error instanceof ProblemError
            ? { reply: 'problem', problem: error.problem }
            : { reply: 'failed', message: error instanceof Error ? error.message : String(error) },
        ),
    );
  });
}
