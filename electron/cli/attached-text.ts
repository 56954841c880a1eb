import type { AttachedReplay } from '../../shared/contract/kept-replay-answers.ts';
import { describeProblem } from './problem-text.ts';

/** The replay of a change as text: what it comes to, and where it is of something else than the plan. */
export function describeAttached({ id, found, problem, by, warnings, notReplayed }: AttachedReplay): string {
  const name = id?.slice(0, 12) ?? 'not known';
  const sums =
    found === null
      ? ''
      : `: of ${found.sums.requests.toLocaleString('en')} requests of ${found.nodes.join(', ')}, ${found.from.slice(0, 10)} to ${found.until.slice(0, 10)}, ${found.sums.denied.toLocaleString('en')} denied (they cost $${found.sums.spendDenied}), ${found.sums.gained.toLocaleString('en')} let through`;
  return [
    `Replay ${name}${sums}${by === null ? '' : `; attached by ${by}`}.\n`,
    ...(problem === undefined ? [] : [describeProblem(problem)]),
    ...notReplayed.map((why) => `Not replayed: ${why}\n`),
    ...warnings.map((warning) => `Warning: ${warning}\n`),
  ].join('');
}

/** What speaks against standing on the replay of a change, as sentences: it cannot be used, or is of something else. */
export function attachedWarnings(attached: AttachedReplay | undefined): readonly string[] {
  if (attached === undefined) return [];
  const { problem, warnings } = attached;
  return problem === undefined ? warnings : [`${problem.message} ${problem.next ?? ''}`.trim(), ...warnings];
}
