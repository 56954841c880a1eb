import type { Gap, GapReason } from './logged-request.ts';
import type { Interval } from './months.ts';

/** What is known of a node beside its archive. Times are milliseconds since 1970 UTC. */
export interface CoverageFacts {
  /** The gateway was told to write no log: a sentence that says where; null when nothing says so. */
  readonly loggingOff: string | null;
  /** The gateway deletes rows that are older; null when nothing says so. */
  readonly retentionMs: number | null;
  /** The oldest thing that the node holds was made then; null when not known. */
  readonly firstSeenMs: number | null;
  readonly nowMs: number;
}

/** A gap with one reason for the whole of it. */
export type ExplainedGap = Gap & { readonly reason: GapReason };

/**
 * Says of each gap why it is one, cut where the reason changes. One that has a reason already (a damaged file) keeps it;
 * then comes what was before anything was there to be called, then what the gateway has deleted, then a log that is
 * off. What is left was not imported, in the words that it came with.
 *
 * That a log is off is known of now only. It is said of every hour that nothing else explains: an import of them is
 * likely to find nothing.
 */
export function explainGaps(gaps: readonly Gap[], facts: CoverageFacts): readonly ExplainedGap[] {
  return gaps.flatMap((gap): readonly ExplainedGap[] => {
    const { reason } = gap;
    return reason === undefined ? explainGap(gap, facts) : [{ ...gap, reason }];
  });
}

function explainGap(gap: Gap, facts: CoverageFacts): readonly ExplainedGap[] {
  const span = { fromMs: Date.parse(gap.from), untilMs: Date.parse(gap.until) };
  return cuts(span, facts).map(({ fromMs, untilMs }) => {
    const reason = reasonAt(fromMs, facts);
    return { from: iso(fromMs), until: iso(untilMs), why: wordsFor(reason, gap.why, facts), reason };
  });
}

/** A span cut at the instants where its reason changes. */
function cuts(span: Interval, facts: CoverageFacts): readonly Interval[] {
  // Both may be the same instant.
  const instants = [...new Set([facts.firstSeenMs, deletedBefore(facts)])]
    .filter((at): at is number => at !== null && at > span.fromMs && at < span.untilMs)
    .sort((a, b) => a - b)
    .filter((at) => reasonAt(at - 1, facts) !== reasonAt(at, facts));
  const edges = [...instants, span.untilMs];
  return edges.map((untilMs, index) => ({ fromMs: edges[index - 1] ?? span.fromMs, untilMs }));
}

function reasonAt(ms: number, facts: CoverageFacts): GapReason {
  if (facts.firstSeenMs !== null && ms < facts.firstSeenMs) return 'before-first';
  const deleted = deletedBefore(facts);
  if (deleted !== null && ms < deleted) return 'retention';
  return facts.loggingOff === null ? 'not-imported' : 'logging-off';
}

function deletedBefore({ retentionMs, nowMs }: CoverageFacts): number | null {
  return retentionMs === null ? null : nowMs - retentionMs;
}

function wordsFor(reason: GapReason, found: string, facts: CoverageFacts): string {
  switch (reason) {
    case 'before-first':
      return `Before anything that the node holds was made (${iso(facts.firstSeenMs ?? 0).slice(0, 10)}).`;
    case 'retention':
      return `The gateway deletes its log after ${durationWords(facts.retentionMs ?? 0)}. Import it from an exported file.`;
    case 'logging-off':
      return facts.loggingOff ?? found;
    case 'damaged':
    case 'not-imported':
      return found;
  }
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A duration in its largest whole unit: `7 days`, `36 hours`. */
export function durationWords(ms: number): string {
  const [name, size] = UNITS.find(([, unit]) => ms >= unit && ms % unit === 0) ?? ['second', 1000];
  const count = Math.round(ms / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const DURATIONS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
  ['mo', 2_592_000_000],
]);

/**
 * A duration as LiteLLM spells it (`30s`, `24h`, `7d`, `1mo`; 1.81.13, 1.106.2), milliseconds, a month as 30 days; null
 * when it is none.
 */
export function durationMs(text: string): number | null {
  const [, count, unit = ''] = /^(\d{1,9})(s|m|h|d|w|mo)$/.exec(text.trim()) ?? [];
  const size = DURATIONS.get(unit);
  return size === undefined ? null : Number(count) * size;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
