const UNIT_SECONDS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [1e-9, 'nanos nsec ns'],
      [1e-6, 'usec us µs'],
      [1e-3, 'millis msec ms'],
      [1, 'seconds second secs sec s'],
      [60, 'minutes minute min mins m'],
      [3600, 'hours hour hr hrs h'],
      [86_400, 'days day d'],
      [604_800, 'weeks week wk wks w'],
      [2_630_016, 'months month M'],
      [31_557_600, 'years year yr yrs y'],
    ] as const
  ).flatMap(([seconds, words]) => words.split(' ').map((word) => [word, seconds])),
);

/** A number, which may have spaces between its digits, then a unit without any. */
const PART = /\s*(\d[\d\s]*(?:\.\s*\d[\d\s]*)?)([A-Za-zµ]+)\s*/y;

/**
 * Seconds of a duration such as `30m` or `1h 30m`; null for a text that dwctl does not take for one (humantime 2.3, dwctl
 * 10.13.1). A number alone has no unit and is none.
 */
export function durationSeconds(text: string): number | null {
  let seconds = 0;
  PART.lastIndex = 0;
  do {
    const match = PART.exec(text);
    if (match === null) return null;
    const unit = Object.hasOwn(UNIT_SECONDS, match[2] ?? '') ? UNIT_SECONDS[match[2] ?? ''] : undefined;
    if (unit === undefined) return null;
    seconds += Number((match[1] ?? '').replaceAll(/\s/g, '')) * unit;
  } while (PART.lastIndex < text.length);
  return seconds < 2 ** 64 ? seconds : null;
}
