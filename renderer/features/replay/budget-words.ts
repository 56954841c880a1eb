import type { BudgetSide, BudgetTrack } from '../../../shared/contract/replay-answers.ts';
import { toCsv } from '../../../shared/csv.ts';
import { fillOf, type Fill } from '../../ui/format-fill.ts';
import { formatUsd, plural, shortenId } from '../../ui/format.ts';

/** What holders of budgets are called, several of them. */
export const HOLDER_WORDS: Readonly<Record<BudgetTrack['holder'], string>> = {
  team: 'Teams',
  key: 'Keys',
  user: 'Users',
  member: 'Members',
  organization: 'Organizations',
  tag: 'Tags',
  customer: 'Customers',
  proxy: 'Whole node',
  owner: 'Credit',
  model: 'Models',
};

/** What is not known of credit, and stands beside it. */
export const CREDIT_WORDS =
  'Credit is what payers held at the last pull and all that they paid since the month began. What was granted meanwhile counts from the start, as the log of requests has no grants: credit may have been used up earlier than shown.';

/** `payments`, or `payments · gpt-4o` for a budget of one model. */
export function budgetName({ name, id, holder, model }: BudgetTrack): string {
  const whose = name ?? (id === '' ? HOLDER_WORDS[holder] : shortenId(id, 24));
  return model === null ? whose : `${whose} · ${model}`;
}

/** What tells a budget from all others. */
export function budgetKey({ node, holder, id, model, before, after }: BudgetTrack): string {
  return JSON.stringify([node, holder, id, model, (after ?? before)?.period]);
}

/** `$300.00 each 30d`, or none; where it changes within the time, what it is at the end. */
export function limitWords(side: BudgetSide | null): string {
  const words = limitWordsOn(side, (side?.limits?.length ?? 1) - 1);
  return side === null || side.limits === null ? words : `${words} at the end`;
}

/** The same at the end of a day. */
export function limitWordsOn(side: BudgetSide | null, day: number): string {
  const limit = side === null ? null : limitOn(side, day);
  if (side === null || limit === null) return 'none';
  return `${formatUsd(limit)}${side.period === null ? '' : ` each ${side.period}`}`;
}

/** The limit at the end of a day; null while there is none. */
export function limitOn({ limit, limits }: BudgetSide, day: number): string | null {
  return limits === null ? limit : (limits[day] ?? null);
}

/** From 0 (empty) over 1 (full); what passed its limit is above. Null without a limit. */
export function fillOn(side: BudgetSide | null, day: number): number | null {
  const text = side === null ? null : limitOn(side, day);
  if (side === null || text === null) return null;
  const [fill, limit] = [Number(side.fills[day] ?? '0'), Number(text)];
  if (limit === 0) return 1;
  return fill / limit;
}

export function fillWords(side: BudgetSide | null, day: number): string {
  return exactOn(side, day)?.words ?? '–';
}

function exactOn(side: BudgetSide | null, day: number, alertAt?: number): Fill | null {
  const limit = side === null ? null : limitOn(side, day);
  return side === null || limit === null ? null : fillOf(side.fills[day] ?? '0', limit, alertAt);
}

/** How a budget stands at the end of a day. */
export type BudgetState = 'open' | 'near' | 'closed' | 'none';

/**
 * @param dayEnd ISO 8601 UTC, exclusive
 * @param alertAt the percentage of a budget from which on it is near its limit, a whole number
 */
export function stateOn(side: BudgetSide | null, day: number, dayEnd: string, alertAt: number): BudgetState {
  const fill = exactOn(side, day, alertAt);
  if (side === null || fill === null) return 'none';
  if (side.closings.some(({ at, until }) => at < dayEnd && (until === null || until >= dayEnd)))
    return 'closed';
  return fill.level === 'open' ? 'open' : 'near';
}

/** What the closings of a budget come to: when first, how often, what they refused. */
export function closingWords(side: BudgetSide | null): string {
  if (side === null) return 'no budget';
  if (side.closings.length === 0) return 'never closed';
  const times = side.closings.length === 1 ? '' : `, ${plural(side.closings.length, 'time')}`;
  return `${plural(side.refused, 'request')} refused${times}`;
}

/** The days of a budget as CSV, as the chart shows them. */
export function budgetCsv({ before, after }: BudgetTrack, days: readonly string[]): string {
  const amount = (title: string, value: (place: number) => string | null | undefined) => ({
    title,
    number: true,
    value: (place: number) => value(place) ?? null,
  });
  return toCsv(
    [
      { title: 'day_utc', value: (place) => days[place] ?? '' },
      amount('today_usd', (place) => before?.fills[place]),
      amount('today_limit_usd', (place) => before && limitOn(before, place)),
      amount('policy_usd', (place) => after?.fills[place]),
      amount('policy_limit_usd', (place) => after && limitOn(after, place)),
    ],
    days.keys(),
  );
}
