import type { Cutter } from '../../../../electron/archive/sources/cutter.ts';
import { openLineSink } from '../../../../electron/archive/sources/line-sink.ts';
import type { LineSink } from '../../../../electron/archive/sources/line-sink.ts';

/** What a cutter makes of a text: its lines without empty ones, and what it refused. */
export interface Cut {
  readonly lines: readonly string[];
  readonly refused: readonly { readonly where: string; readonly reason: string; readonly raw: string }[];
}

/** Cuts a text that comes in pieces of these sizes, one after the other and over again; in one piece without sizes. */
export function cut(
  cutter: (sink: LineSink) => Cutter,
  text: string | Uint8Array,
  sizes: readonly number[] = [],
): Cut {
  const sink = openLineSink((record) => `log ${record}`, null);
  const cutting = cutter(sink);
  const bytes = Uint8Array.from(Buffer.from(text as string));
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes.length === 0 ? bytes.length : (sizes[turn % sizes.length] ?? 1);
    cutting.push(bytes.slice(at, at + size));
    at += size;
  }
  cutting.finish();
  const chunk = sink.take(0, 0);
  const lines = Buffer.from(chunk?.bytes ?? [])
    .toString('utf8')
    .split('\n');
  return { lines: lines.filter((line) => line !== ''), refused: chunk?.refused ?? [] };
}
