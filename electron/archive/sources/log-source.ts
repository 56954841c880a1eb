import type { LogChunk } from './line-sink.ts';
import type { RowKind } from './row-kinds.ts';

type Packed<Format extends string> = Format | `${Format}.gz` | `${Format}.zst`;

/** How the rows of a source lie on the disk. `json-objects` is one object after the other, over several lines. */
export type LogFormat = Packed<'jsonl' | 'json-array' | 'json-objects' | 'csv'> | 'object-folder';

/** What was found at a path, before anything of it is imported. */
export interface LogSource {
  /** For people: the file's or folder's name. */
  readonly description: string;
  /** Absolute. */
  readonly path: string;
  readonly format: LogFormat;
  /** Which reader the rows are for. */
  readonly rows: RowKind;
  /** The names of the fields that its rows have, as far as its beginning shows; null where any may come. */
  readonly columns: readonly string[] | null;
  /** On disk. */
  readonly totalBytes: number;
  /** The same again holds the same, as far as pieces of it show: a file, or a folder of files. */
  readonly fingerprint: string;
  /** The same again was not touched since either. */
  readonly timedFingerprint: string;
  /** The file is plain JSON lines in UTF-8: any range of its bytes can be read by itself. */
  readonly seekable: boolean;
  /** Where a record is, for people: `log.jsonl:17`, `log.csv, row 17`. Of a folder, its chunks know better. */
  placeOf(record: number): string;
  /** It holds no record: it goes with any node. */
  readonly isEmpty?: true;
  /**
   * Chunks of whole JSON lines, in order, 4 MB and more each. Rejects with `file_unreadable`, `file_too_large`,
   * or as the signal says. The same file gives the same chunks again.
   */
  chunks(signal: AbortSignal): AsyncIterable<LogChunk>;
}

/** What may be told to who looks at a source: of a folder that can take long. */
export interface Looking {
  readonly signal?: AbortSignal;
  /** Told how many files of a folder were found so far. */
  readonly found?: (files: number) => void;
}
