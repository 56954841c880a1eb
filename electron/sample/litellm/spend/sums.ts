import type { LoggedFacts, SpendLog } from '../spend-log.ts';

/** What can be added up of logged calls. Spend is US dollars, duration milliseconds. */
export interface Sums {
  spend: number;
  prompt: number;
  completion: number;
  ok: number;
  failed: number;
  duration: number;
}

/** Nothing yet. */
export function noSums(): Sums {
  return { spend: 0, prompt: 0, completion: 0, ok: 0, failed: 0, duration: 0 };
}

/** Adds a logged call. */
export function addFacts(sums: Sums, facts: LoggedFacts): void {
  sums.spend += facts.spend ?? 0;
  sums.prompt += facts.promptTokens;
  sums.completion += facts.completionTokens;
  sums.ok += facts.ok ? 1 : 0;
  sums.failed += facts.ok ? 0 : 1;
  sums.duration += facts.ok ? facts.durationMs : 0;
}

/** Sums by a text of each call, in the order in which the texts were first met. */
export function sumBy(
  log: SpendLog,
  textsOf: (facts: LoggedFacts, index: number) => readonly string[],
): ReadonlyMap<string, Sums> {
  const sums = new Map<string, Sums>();
  for (let index = 0; index < log.size; index += 1) {
    const facts = log.facts(index);
    for (const text of textsOf(facts, index)) {
      const known = sums.get(text) ?? noSums();
      sums.set(text, known);
      addFacts(known, facts);
    }
  }
  return sums;
}

/** The part of a log between two days, both included; `YYYY-MM-DD`. */
export function between(log: SpendLog, from: string, until: string): SpendLog {
  const kept: number[] = [];
  for (let index = 0; index < log.size; index += 1) {
    const day = dayOf(log.startMs(index));
    if (day >= from && day <= until) kept.push(index);
  }
  const at = (index: number): number => kept[index] ?? -1;
  return {
    size: kept.length,
    startMs: (index) => log.startMs(at(index)),
    facts: (index) => log.facts(at(index)),
    row: (index) => log.row(at(index)),
  };
}

/** The day of an instant in UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
