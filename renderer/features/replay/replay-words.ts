import { monthInterval } from '../../../shared/audit/months.ts';
import type { ReplayCount, ReplayReport, ReplayRow } from '../../../shared/replay/replay-report.ts';
import { RULE_WORDS } from '../../../shared/replay/rule-words.ts';
import { formatCount, formatShare, formatUsd, plural, shortenId } from '../../ui/format.ts';
import { formatMonth } from '../../ui/format-time.ts';

/** What the changes of a replay are counted by. */
export const REPLAY_SPLITS = [
  { value: 'team', label: 'Team' },
  { value: 'model', label: 'Model' },
  { value: 'key', label: 'Key' },
  { value: 'user', label: 'User' },
  { value: 'rule', label: 'Rule' },
] as const;
export type ReplaySplit = (typeof REPLAY_SPLITS)[number]['value'];
export const SPLIT_NAMES = REPLAY_SPLITS.map(({ value }) => value);

/** The rows of a replay by one of these. */
export function rowsBy(view: ReplayReport, by: ReplaySplit): readonly ReplayRow[] {
  switch (by) {
    case 'team':
      return view.byTeam;
    case 'model':
      return view.byModel;
    case 'key':
      return view.byKey;
    case 'user':
      return view.byUser;
    case 'rule':
      return view.byRule;
  }
}

/** What a row is called; long ids are cut in the middle. */
export function nameOfRow({ id, name }: ReplayRow, by: ReplaySplit): string {
  if (by === 'rule') return RULE_WORDS[id] ?? id;
  return name ?? (id === '' ? `no ${by}` : shortenId(id, 24));
}

/** `October’s traffic`. */
export function trafficOf(month: string): string {
  return `${formatMonth(month).split(' ')[0] ?? month}’s traffic`;
}

/** `October 2026`, or `2026-10-01 to 2026-10-08`, UTC; the end is exclusive. */
export function spanWords({ from, until }: { readonly from: string; readonly until: string }): string {
  const month = monthInterval(from.slice(0, 7));
  return Date.parse(from) === month.fromMs && Date.parse(until) === month.untilMs
    ? formatMonth(from.slice(0, 7))
    : `${from.slice(0, 10)} to ${until.slice(0, 10)}`;
}

/** The outcome in a few words: `412 denied, 30 let through`. */
export function headline({
  denied,
  gained,
  requests,
}: Pick<ReplayReport, 'denied' | 'gained' | 'requests'>): string {
  if (requests === 0) return 'No requests to replay';
  if (denied === 0 && gained === 0) return 'Nothing changes';
  const parts = [
    ...(denied > 0 ? [`${formatCount(denied)} denied`] : []),
    ...(gained > 0 ? [`${formatCount(gained)} let through`] : []),
  ];
  return parts.join(', ');
}

/** What the denied requests are of the whole, and what they cost. */
export function deniedWords({ denied, requests, spendDenied }: ReplayReport): string {
  return `${formatShare(denied, requests)} of ${plural(requests, 'request')} · they cost ${formatUsd(spendDenied)}`;
}

/** Requests from the first to the last. Instants in ISO 8601 UTC. */
export type ChangeSpan = Pick<ReplayCount, 'requests' | 'first' | 'last'>;

/** From the first to the last of all that is denied or gained; null for none. */
export function spanOfChange({ byRule }: ReplayReport, change: 'denied' | 'gained'): ChangeSpan | null {
  const counts = byRule.flatMap((row) => row[change] ?? []);
  const first = counts.map((count) => count.first).sort()[0];
  const last = counts
    .map((count) => count.last)
    .sort()
    .at(-1);
  if (first === undefined || last === undefined) return null;
  return { requests: counts.reduce((sum, count) => sum + count.requests, 0), first, last };
}

/** How the rules of today explain what the log says, in a sentence; null when they explain all of it. */
export function baselineWords({ baseline }: ReplayReport): string | null {
  const { refusedByRules, allowedByRules } = baseline;
  if (refusedByRules === 0 && allowedByRules === 0) return null;
  return `Compared with a replay of today’s rules, which explain all but ${formatCount(refusedByRules + allowedByRules)} of the answers in the log: ${formatCount(refusedByRules)} let through that they refuse, ${formatCount(allowedByRules)} refused that they let through.`;
}
