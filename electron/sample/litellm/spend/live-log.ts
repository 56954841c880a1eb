import type { Release } from '../release.ts';
import type { SpendLog } from '../spend-log.ts';
import { liveRow } from './live-row.ts';
import type { LoggedCall } from './logged-call.ts';

/** A log that was there at the start, with what the proxy has logged since after it. */
export function liveLog(base: SpendLog, logged: readonly LoggedCall[], release: Release): SpendLog {
  const own = (index: number): LoggedCall => {
    const call = logged[index - base.size];
    if (call === undefined) throw new RangeError(`The log has no row ${index}.`);
    return call;
  };
  return {
    get size() {
      return base.size + logged.length;
    },
    startMs: (index) => (index < base.size ? base.startMs(index) : own(index).startMs),
    facts: (index) => (index < base.size ? base.facts(index) : own(index)),
    row: (index) => (index < base.size ? base.row(index) : liveRow(own(index), release)),
  };
}
