import { ProblemError } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';

const TAKEN =
  "Taken are LiteLLM's spend log (JSON lines, a JSON array, CSV), the folder of its S3 and GCS loggers, and the requests and transactions of Doubleword; each also packed with gzip or zstd.";

/** A source that cannot be imported: nothing of it was. */
export class SourceProblem extends ProblemError {
  /** What is said of it where it is one file of many, and others of them are imported. */
  readonly said: string;

  constructor(said: string, { code, next, where }: Pick<Required<Problem>, 'code' | 'next' | 'where'>) {
    super({ code, message: `${said} Nothing was imported.`, next, where });
    this.said = said;
  }
}

/** A file or folder that cannot be opened. */
export function unreadable(name: string, file: string, error: unknown): ProblemError {
  return new ProblemError({
    code: 'file_unreadable',
    message: `${name} cannot be read: ${whyUnreadable(error)}.`,
    next: 'Check the path and its permissions, then import again.',
    where: file,
  });
}

/** Why the disk did not give a file, as part of a sentence. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'reading it is not allowed';
    case '':
      return 'it is no file';
    default:
      return `the disk answers ${code}`;
  }
}

/**
 * What holds no log. What it says is not repeated: it may be anything.
 * @param looks what was found, as the rest of a sentence that begins with its name.
 */
export function notALog(name: string, looks: string, next: string = TAKEN): ProblemError {
  const said = `${name} is not a log that can be imported: ${looks}.`;
  return new SourceProblem(said, { code: 'not_a_log', next, where: name });
}

/** A file packed with zstd, where the runtime is too old for it. */
export function noZstd(name: string): ProblemError {
  const said = `${name} is packed with zstd, which this Node.js (${process.version}) cannot unpack.`;
  return new SourceProblem(said, {
    code: 'packing_not_supported',
    next: 'Import it in the app, use Node.js 22.15 or later, or unpack it first with: zstd -d FILE',
    where: name,
  });
}

/** A packed file that unfolds without end. */
export function tooLarge(name: string): ProblemError {
  return new SourceProblem(`${name} unpacks to more than a log can be.`, {
    code: 'file_too_large',
    next: 'Unpack it yourself and look at it, then import it in parts.',
    where: name,
  });
}
