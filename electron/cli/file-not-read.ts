import { ProblemError } from '../../shared/result.ts';

/** What the codes of Node mean to who named the file. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  ERR_STRING_TOO_LONG: 'it is too large',
};

/** The problem of a file that was named and cannot be read. */
export function fileNotRead(file: string, error: unknown): ProblemError {
  const code = codeOf(error);
  return new ProblemError({
    code: 'file_not_read',
    message: `${file} could not be read (${REASONS[code] ?? code}).`,
    next: code === 'EISDIR' ? 'Name a file in it.' : 'Check the name of the file.',
    where: file,
  });
}

function codeOf(error: unknown): string {
  // A text that is longer than a text can be has no code.
  if (error instanceof RangeError) return 'ERR_STRING_TOO_LONG';
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
