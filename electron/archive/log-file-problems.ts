import { ProblemError } from '../../shared/result.ts';

/** A file whose first line is no JSON object. What the line says is not repeated: it may be anything. */
export function notJsonl(name: string, line: number, text: string): ProblemError {
  const { looks, next } = guess(text.trimStart());
  return new ProblemError({
    code: 'not_jsonl',
    message: `${name} is not a log of JSON lines: line ${line} ${looks}. Nothing was imported.`,
    next,
    where: `${name}:${line}`,
  });
}

/** A file that cannot be opened. */
export function unreadable(name: string, file: string, error: unknown): ProblemError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'EACCES'
        ? 'reading it is not allowed'
        : 'it is no file';
  return new ProblemError({
    code: 'file_unreadable',
    message: `${name} cannot be read: ${why}.`,
    next: 'Check the path and its permissions, then import again.',
    where: file,
  });
}

/** A packed file that unfolds without end. */
export function tooLarge(name: string): ProblemError {
  return new ProblemError({
    code: 'file_too_large',
    message: `${name} unpacks to more than a log can be. Nothing was imported.`,
    next: 'Unpack it yourself and look at it, then import it in parts.',
    where: name,
  });
}

function guess(text: string): { readonly looks: string; readonly next: string } {
  const general = 'Give a file with one JSON object a line, such as an export of the spend logs.';
  if (text === '') return { looks: 'is empty', next: general };
  if (text.startsWith('<')) {
    return {
      looks: 'begins like a web page',
      next: `A proxy or login page may have been saved in its place. ${general}`,
    };
  }
  if (text.startsWith('[')) {
    return {
      looks: 'begins a JSON array',
      next: `Turn the array into lines first, for example with: jq -c '.[]' FILE > FILE.jsonl`,
    };
  }
  if (text.startsWith('{')) {
    return {
      looks: 'begins a JSON object that does not end on the line',
      next: `Put each object on one line, for example with: jq -c . FILE > FILE.jsonl`,
    };
  }
  if (text.includes(',')) return { looks: 'looks like CSV', next: general };
  return { looks: 'is no JSON object', next: general };
}
