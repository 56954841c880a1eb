import { basisWords } from '../../shared/replay/rules-taken.ts';
import type { UpgradedFile } from '../../shared/replay/upgrade-file.ts';
import { shownNames } from './shown-names.ts';
import { renderTable } from './table.ts';

/** What another release says to the requests of a file, for people. */
export function upgradedFileText({
  before,
  after,
  requests,
  changed,
  answeredOtherwise,
  differences,
}: UpgradedFile): string {
  const causes = new Map<string, { denied: number; gained: number; models: Set<string> }>();
  for (const { difference, model, after: is } of changed) {
    const sums = causes.get(difference.code) ?? { denied: 0, gained: 0, models: new Set() };
    if (is.allowed) sums.gained += 1;
    else sums.denied += 1;
    causes.set(difference.code, { ...sums, models: sums.models.add(model) });
  }
  const idle = differences.filter(({ code }) => !causes.has(code));
  return [
    ...changed.map(
      ({ request, model, after: is, difference }) =>
        `${request}  ${model}: ${is.allowed ? 'refused → allowed' : 'allowed → refused'}  ${difference.text}`,
    ),
    `${count(changed.length)} of ${count(requests)} requests change their verdict from ${before.release} to ${after.release}; ${count(answeredOtherwise)} more are refused by both with another status, type or rule.`,
    ...(causes.size === 0
      ? []
      : [
          renderTable(
            [
              { title: 'Cause' },
              { title: 'denied', align: 'right' },
              { title: 'let through', align: 'right' },
              { title: 'models' },
            ],
            [...causes]
              .toSorted(([, a], [, b]) => b.denied + b.gained - a.denied - a.gained)
              .map(([code, { denied, gained, models }]) => [
                code,
                count(denied),
                count(gained),
                shownNames([...models].sort()),
              ]),
          ).trimEnd(),
        ]),
    ...(idle.length === 0
      ? []
      : ['Differs, and changes no verdict here:', ...idle.map(({ text }) => `- ${text}`)]),
  ]
    .join('\n')
    .concat('\n');
}

/** What is not certain of the rules of a file's upgrade. */
export function upgradedFileRemarks({ before, after }: UpgradedFile, to: string): readonly string[] {
  return [
    ...(before.exact
      ? []
      : [
          `The rules of the file's version are not known; these are those of ${before.release}, the nearest release that is.`,
        ]),
    ...(after.exact
      ? []
      : [
          `The rules of LiteLLM ${to} are not known; these are those of ${after.release}, the nearest release that is.`,
        ]),
    ...[basisWords(before), basisWords(after)].filter((words) => words !== null),
  ];
}

function count(number: number): string {
  return number.toLocaleString('en');
}
