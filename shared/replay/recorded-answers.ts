import type { ExplainedFile, ExplainedVerdict } from './explained-file.ts';

/** What a file says that the gateway answered; what is left out is not compared. */
export interface RecordedAnswer {
  readonly allowed: boolean;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly by?: string | undefined;
  readonly status?: number | undefined;
}

/** @param answers to the same requests; null where the file has none */
export function recordedOf(
  verdicts: readonly ExplainedVerdict[],
  answers: readonly (RecordedAnswer | null)[],
): ExplainedFile['recorded'] {
  const differing = answers.flatMap((answer, index) =>
    answer === null || isAnswer(verdicts[index], answer) ? [] : [index],
  );
  return { answers: answers.filter((answer) => answer !== null).length, differing };
}

/** True where a verdict says all that the recorded answer says. */
function isAnswer(verdict: ExplainedVerdict | undefined, answer: RecordedAnswer): boolean {
  return (
    verdict?.allowed === answer.allowed &&
    (answer.type === undefined || verdict.type === answer.type) &&
    (answer.code === undefined || verdict.code === answer.code) &&
    (answer.by === undefined || verdict.by === answer.by) &&
    (answer.status === undefined || verdict.status === answer.status)
  );
}
