import { UsageError } from './command.ts';

/** Reads a day or a time, UTC unless it names an offset, as ISO 8601 UTC. */
export function readInstant(text: string | undefined, option: string): string | undefined {
  if (text === undefined) return undefined;
  const match = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(
    text,
  );
  const zoned = text.length > 10 && match?.[1] === undefined ? `${text}Z` : text;
  const time = match === null ? Number.NaN : Date.parse(zoned.replace(' ', 'T'));
  if (Number.isNaN(time)) {
    throw new UsageError(
      `${option} takes a day (2026-10-01) or a time (2026-10-01T14:00:00Z), not "${text}".`,
    );
  }
  return new Date(time).toISOString();
}
