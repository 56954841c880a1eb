import type { DailyTotals, GatewayDay } from '../../../shared/audit/daily-totals.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/audit/months.ts';
import { formatFemto } from '../../../shared/cost/money.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { LogWindow, Work } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { unreadable } from './fields.ts';
import { inclusive } from './equal-spans.ts';
import { createLedger } from './ledger.ts';
import { femtoOfCharge } from './ledger-row.ts';
import type { Charge } from './ledger-row.ts';
import { atRoute } from './located.ts';
import type { Session } from './session.ts';

/** A charge so soon after midnight may belong to a call of the day before. */
const BORDERLINE_MS = HOUR_MS;

/**
 * What dwctl (10.13.1) counted of each UTC day: calls and tokens from `/requests/aggregate`, one question a day, errors
 * among them; money from the ledger, which alone knows what was charged. `/usage` is the caller's own only, and
 * `/requests/aggregate-by-user` adds floats and leaves errors out, so neither is asked.
 *
 * A charge is dated by the end of its call. What was charged in the first hour of a day is told as borderline.
 */
export async function readDailyTotals(
  session: Session,
  window: LogWindow,
  work: Work,
  now: () => number,
): Promise<DailyTotals> {
  const starts = daysOf(window);
  const charged = {
    sinceMs: starts[0] ?? window.sinceMs,
    untilMs: (starts.at(-1) ?? window.sinceMs) + DAY_MS + BORDERLINE_MS,
  };
  const ledger = createLedger(session, charged, now);
  const days: GatewayDay[] = [];
  for (const fromMs of starts) {
    await ledger.readTo(fromMs + DAY_MS + BORDERLINE_MS);
    const day = new Date(fromMs).toISOString().slice(0, 10);
    const counts = await readCounts(session, fromMs);
    days.push({ day, ...counts, ...moneyOf(ledger.charges, fromMs) });
    ledger.forget(fromMs + DAY_MS);
    work.progress(days.length, starts.length, day);
  }
  const [first, ...more] = ledger.takeRefused();
  return {
    days,
    notes: [
      ...(first === undefined
        ? []
        : [
            `${String(more.length + 1)} of its charges could not be read and stand in no sum (${first.where}: ${first.reason}).`,
          ]),
      'Doubleword dates a charge by the end of its call, and charges nothing for probes and failed calls.',
    ],
  };
}

async function readCounts(
  session: Session,
  fromMs: number,
): Promise<Pick<GatewayDay, 'requests' | 'failures' | 'promptTokens' | 'completionTokens'>> {
  const { from, to } = inclusive({ sinceMs: fromMs, untilMs: fromMs + DAY_MS });
  const answer = await session.get('/requests/aggregate', { timestamp_after: from, timestamp_before: to });
  return atRoute(answer, () => countsIn(answer));
}

function countsIn({
  body,
}: GatewayAnswer): Pick<GatewayDay, 'requests' | 'failures' | 'promptTokens' | 'completionTokens'> {
  const requests = isJsonObject(body) ? body['total_requests'] : undefined;
  if (!isJsonObject(body) || typeof requests !== 'number') throw unreadable('there are no sums');
  const failed = rowsIn(body, 'status_codes').filter(
    ({ status }) => !/^2\d\d$/.test(typeof status === 'string' ? status : ''),
  );
  const series = rowsIn(body, 'time_series');
  return {
    requests,
    failures: sum(failed, 'count'),
    promptTokens: sum(series, 'input_tokens'),
    completionTokens: sum(series, 'output_tokens'),
  };
}

function rowsIn(body: JsonObject, name: string): readonly JsonObject[] {
  const rows = body[name];
  if (!Array.isArray(rows)) throw unreadable(`there is no list of ${name}`);
  return (rows as readonly JsonValue[]).filter(isJsonObject);
}

function sum(rows: readonly JsonObject[], name: string): number | null {
  const values = rows.map((row) => row[name]);
  if (!values.every((value) => typeof value === 'number' && Number.isSafeInteger(value))) return null;
  return values.reduce<number>((total, value) => total + Number(value), 0);
}

function moneyOf(
  charges: ReadonlyMap<string, Charge>,
  fromMs: number,
): Required<Pick<GatewayDay, 'spend' | 'borderline'>> {
  const between = (since: number, until: number): string => {
    let femto = 0n;
    for (const charge of charges.values())
      if (charge.createdMs >= since && charge.createdMs < until) femto += femtoOfCharge(charge);
    return formatFemto(femto);
  };
  const untilMs = fromMs + DAY_MS;
  return {
    spend: between(fromMs, untilMs),
    borderline: {
      early: between(fromMs, fromMs + BORDERLINE_MS),
      late: between(untilMs, untilMs + BORDERLINE_MS),
    },
  };
}

function daysOf({ sinceMs, untilMs }: LogWindow): readonly number[] {
  const days: number[] = [];
  for (let ms = Math.floor(sinceMs / DAY_MS) * DAY_MS; ms < untilMs; ms += DAY_MS) days.push(ms);
  return days;
}
