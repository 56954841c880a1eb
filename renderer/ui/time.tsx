import type { ReactNode } from 'react';

import { formatAgo, formatInstant, formatMoment, formatUtc } from './format-time.ts';
import { useNow } from './use-now.ts';

export interface TimeProps {
  /** ISO 8601 text or milliseconds since 1970, UTC. */
  readonly at: string | number;
  /** `moment`: 12 Oct 14:59. `instant`: with year and seconds. `ago`: 4 min ago. */
  readonly form?: 'moment' | 'instant' | 'ago';
}

/** An instant in the user's zone; pointing at it shows UTC. */
export function Time({ at, form = 'moment' }: TimeProps): ReactNode {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={`${formatInstant(date)} · ${formatUtc(date)}`}>
      {form === 'ago' ? <Ago at={date} /> : form === 'instant' ? formatInstant(date) : formatMoment(date)}
    </time>
  );
}

/** Apart, because it alone has to follow the clock. */
function Ago({ at }: { readonly at: Date }): ReactNode {
  return formatAgo(at, useNow());
}
