import type { Interval } from '../../../shared/audit/months.ts';
import type { SeenName } from '../segment/seen-names.ts';

/**
 * Gathers the names that teams and keys went by in a month, each once, with when it was seen last; those that were seen
 * or added later stand last.
 */
export function createNamesOf({ fromMs, untilMs }: Interval) {
  const found = new Map<string, SeenName>();
  return {
    add(names: readonly SeenName[]): void {
      for (const name of names) {
        const [of, id, text, lastMs] = name;
        // Another month's names stand in its own file: what came later is known by its time alone.
        if (lastMs < fromMs || lastMs >= untilMs) continue;
        const place = JSON.stringify([of, id, text]);
        if (lastMs < (found.get(place)?.[3] ?? -Infinity)) continue;
        found.delete(place);
        found.set(place, name);
      }
    },
    all: (): readonly SeenName[] => [...found.values()],
  };
}
