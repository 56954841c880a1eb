import type { SpendLog } from '../litellm/spend-log.ts';
import { MONTH_START_MS } from './node-names.ts';
import { rowText } from './row-text.ts';
import { factsOf, requestAt } from './rows.ts';
import type { Traffic } from './traffic.ts';

/** The month of a node as a log that the simulated proxy reads; rows are built when asked for. */
export function spendLogOf(traffic: Traffic): SpendLog {
  return {
    size: traffic.size,
    startMs: (index) => MONTH_START_MS + (traffic.start[index] ?? 0),
    facts: (index) => factsOf(traffic, requestAt(traffic, index)),
    row: (index) => rowText(traffic, index, 'full'),
  };
}
