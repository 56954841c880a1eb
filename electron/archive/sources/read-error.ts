import { openSync, readSync } from 'node:fs';

/** A file that is imported could not be read, told apart from an archive that could not be written. */
export class SourceReadError extends Error {
  /** The system's, such as `ENOENT`; null where it has none. */
  readonly code: string | null;

  constructor(message: string, code: string | null) {
    super(message);
    this.code = code;
  }

  /** What the system said, as such an error. */
  static of(error: unknown): SourceReadError {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    return new SourceReadError(error instanceof Error ? error.message : String(error), code);
  }
}

/** Opens a source to read it. Throws a {@link SourceReadError}. */
export function openSourceSync(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw SourceReadError.of(error);
  }
}

/** Reads of a source; how many bytes it gave, 0 at its end. Throws a {@link SourceReadError}. */
export function readSourceSync(
  file: number,
  buffer: Uint8Array,
  at: number,
  length: number,
  position: number,
): number {
  try {
    return readSync(file, buffer, at, length, position);
  } catch (error) {
    throw SourceReadError.of(error);
  }
}
