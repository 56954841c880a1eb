import type { Finding } from '../../shared/config/finding.ts';

/** What was found in a file, one finding a line, in order of place; or that nothing was. */
export function findingsText(file: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return `${file}: nothing is wrong with it.\n`;
  return findings
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
    .map((finding) => `${whereOf(file, finding)}  ${finding.severity}  ${wordsOf(finding)}\n`)
    .join('');
}

/** `file:line:column`; the file alone for what stands nowhere in it, such as a variable of the environment. */
export function whereOf(file: string, { line, column = 1 }: Finding): string {
  return line === undefined ? file : `${file}:${line}:${column}`;
}

function wordsOf({ message, fix }: Finding): string {
  return fix === undefined ? message : `${message} ${fix}`;
}
