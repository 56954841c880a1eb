/** What a file is instead of text of a log, as the rest of a sentence, and what to do. */
export interface Foreign {
  readonly looks: string;
  readonly next?: string;
}

const UNPACK = 'Unpack it, then import what was in it.';

/** First bytes by which other kinds of files are known. */
const MAGIC: readonly (readonly [string, Foreign])[] = [
  [
    '504b0304',
    {
      looks: 'it is a zip archive or a workbook',
      next: 'Unpack it, or save the sheet as CSV, then import that.',
    },
  ],
  ['425a68', { looks: 'it is packed with bzip2', next: UNPACK }],
  ['fd377a585a00', { looks: 'it is packed with xz', next: UNPACK }],
  ['50415231', { looks: 'it is a Parquet file', next: 'Export it as JSON lines, then import that.' }],
  [
    '53514c69746520666f726d6174203300',
    { looks: 'it is an SQLite database', next: 'Export the table as CSV, then import that.' },
  ],
];

const TAR_AT = 257;
const PAGE = /^\s*<(?:!doctype|html|\?xml|head|body)/i;

/** Other kinds of files, and text in UTF-16, by the first bytes; null for what may be a log. */
export function looksLike(sample: Uint8Array): Foreign | null {
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, Math.min(sample.length, 1_024));
  const hex = bytes.toString('hex');
  const known = MAGIC.find(([magic]) => hex.startsWith(magic));
  if (known !== undefined) return known[1];
  if (bytes.toString('latin1', TAR_AT, TAR_AT + 5) === 'ustar')
    return { looks: 'it is a tar archive', next: UNPACK };
  if (isUtf16(bytes)) {
    return {
      looks: 'its text is UTF-16, not UTF-8',
      next: 'Save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8 FILE > FILE.utf8',
    };
  }
  if (bytes.includes(0)) return { looks: 'it is no text' };
  if (PAGE.test(bytes.toString('latin1'))) {
    return {
      looks: 'it begins like a web page',
      next: 'A proxy or login page may have been saved in its place: get the log again.',
    };
  }
  return null;
}

/** With a byte order mark, or with every second byte zero, as letters and signs of English have it. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.toString('hex', 0, 2);
  if (mark === 'fffe' || mark === 'feff') return true;
  const [first = 1, second = 1, third = 1, fourth = 1] = bytes;
  return first === 0
    ? second !== 0 && third === 0 && fourth !== 0
    : second === 0 && third !== 0 && fourth === 0;
}
