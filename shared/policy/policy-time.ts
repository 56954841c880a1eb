import { zoneClock } from '../zone-clock.ts';

const DAY_MS = 86_400_000;

/**
 * The instant at which a day of a policy begins, or an instant that is written out: milliseconds since 1970 UTC, null for
 * a day that no calendar has.
 * @param text `2026-12-31` or `2026-12-31T18:00Z`
 * @param zone IANA name that is known here
 */
export function beginOf(text: string, zone: string): number | null {
  const day = dayOf(text);
  if (day === null) return null;
  return text.includes('T') ? Date.parse(text) : midnightOf(day, zone);
}

/** The instant from which on something that holds until a day, or until an instant, holds no more. As {@link beginOf}. */
export function endOf(text: string, zone: string): number | null {
  const day = dayOf(text);
  if (day === null) return null;
  return text.includes('T') ? Date.parse(text) : midnightOf(day + DAY_MS, zone);
}

/** The midnight of a day as if clocks showed UTC; null for one like 30 February. */
function dayOf(text: string): number | null {
  const day = text.slice(0, 10);
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day ? null : ms;
}

/** The first instant at which a clock of the zone shows this time or a later one. */
function midnightOf(localMs: number, zone: string): number {
  const shown = zoneClock(zone);
  const offsets = [localMs - DAY_MS, localMs + DAY_MS].map((near) => shown(near) - near);
  const instants = offsets.map((offset) => localMs - offset).sort((a, b) => a - b);
  return instants.find((at) => shown(at) >= localMs) ?? localMs;
}
