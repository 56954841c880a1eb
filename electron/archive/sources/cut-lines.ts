import type { Cutter } from './cutter.ts';
import type { LineSink } from './line-sink.ts';

const NEW_LINE = 0x0a;

/** One record a line, as JSON lines are; lines end with LF or CRLF, the last one may not end. */
export function cutLines(sink: LineSink): Cutter {
  return {
    push(bytes) {
      let from = 0;
      for (let at = bytes.indexOf(NEW_LINE); at >= 0; at = bytes.indexOf(NEW_LINE, from)) {
        sink.add(bytes, from, at);
        sink.end();
        from = at + 1;
      }
      sink.add(bytes, from, bytes.length);
    },
    finish() {
      if (!sink.isEmpty()) sink.end();
    },
  };
}
