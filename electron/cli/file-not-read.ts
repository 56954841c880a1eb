import { ProblemError } from '../../shared/result.ts';

/** The problem of a file that was named and cannot be read. */
export function fileNotRead(file: string, error: unknown): ProblemError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new ProblemError({
    code: 'file_not_read',
    message: `${file} could not be read (${code === 'ENOENT' ? 'it is not there' : code}).`,
    next: 'Check the name of the file.',
    where: file,
  });
}
