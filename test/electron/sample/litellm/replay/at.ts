/** An instant of the day of the recordings, milliseconds since 1970. */
export function at(hour: number, minute: number, second: number): number {
  return Date.UTC(2026, 10, 23, hour, minute, second);
}
