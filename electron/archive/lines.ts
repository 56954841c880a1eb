/** One line of a file, without its end; of one that is too long to be kept only the start. `number` is from 1. */
export type Line =
  | { readonly number: number; readonly text: string; readonly start?: undefined }
  | { readonly number: number; readonly text: null; readonly start: string };

/** Lines beyond this are not read: no row of a log is that long, and memory stays bounded. */
export const MAX_LINE_BYTES = 10_000_000;

const NEW_LINE = 0x0a;
const START_BYTES = 4_096;

/** Cuts a stream of bytes into lines; one array of lines a chunk. Ends of lines may be LF or CRLF. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  let number = 0;
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let start: Buffer | null = null;

  function end(last: Buffer): Line {
    number += 1;
    const bytes = keptBytes === 0 ? last : Buffer.concat([...kept, last]);
    const tooLong = start ?? (bytes.length > MAX_LINE_BYTES ? bytes : null);
    const line: Line =
      tooLong === null
        ? { number, text: decode(bytes, number === 1) }
        : { number, text: null, start: tooLong.toString('utf8', 0, START_BYTES) };
    kept = [];
    keptBytes = 0;
    start = null;
    return line;
  }

  function keep(bytes: Buffer): void {
    if (bytes.length === 0 || start !== null) return;
    kept.push(bytes);
    keptBytes += bytes.length;
    if (keptBytes <= MAX_LINE_BYTES) return;
    start = Buffer.concat(kept).subarray(0, START_BYTES);
    kept = [];
    keptBytes = 0;
  }

  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEW_LINE); at >= 0; at = bytes.indexOf(NEW_LINE, from)) {
      lines.push(end(bytes.subarray(from, at)));
      from = at + 1;
    }
    keep(bytes.subarray(from));
    yield lines;
  }
  if (keptBytes > 0 || start !== null) yield [end(Buffer.alloc(0))];
}

function decode(bytes: Buffer, first: boolean): string {
  const cut = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
  const text = bytes.toString('utf8', 0, cut);
  return first && text.startsWith('\uFEFF') ? text.slice(1) : text;
}
