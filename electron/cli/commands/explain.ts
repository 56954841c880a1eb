import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { GATEWAY_NAMES } from '../../../shared/fleet/node.ts';
import { explainFile } from '../../../shared/replay/explain-file.ts';
import { upgradeFile } from '../../../shared/replay/upgrade-file.ts';
import { basisWords } from '../../../shared/replay/rules-taken.ts';
import { UsageError, type Command } from '../command.ts';
import { fileNotRead } from '../file-not-read.ts';
import { EXIT } from '../io.ts';
import { upgradedFileRemarks, upgradedFileText } from '../upgraded-file-text.ts';
import type { ExplainedFile, ExplainedVerdict } from '../../../shared/replay/explained-file.ts';

export const explain: Command = {
  usage: ['explain CASES.json [--as-version VERSION]'],
  summary:
    "Says what the gateway's own rules answer to each request of a file, and why: cases of LiteLLM that stand alone, or a sequence of LiteLLM or requests of Doubleword in which spend adds up. What a file is says its content; README, The files of explain, describes them. Where the file holds what a gateway answered, both are compared, and a difference ends it with exit code 2. With --as-version it says which requests another release of LiteLLM would answer otherwise, and because of what; any ends it with exit code 2.",
  examples: ['explain cases.json', 'explain sequence.json --json', 'explain cases.json --as-version 1.110.2'],
  options: { 'as-version': { type: 'string' } },
  async run({ io, positionals, text: option }) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('Name one file of cases.');
    const text = await readFile(path.resolve(io.cwd, file), 'utf8').catch((error: unknown) => {
      throw fileNotRead(file, error);
    });
    const version = option('as-version');
    if (version !== undefined) {
      const upgraded = upgradeFile(text, file, version);
      for (const remark of upgradedFileRemarks(upgraded, version)) io.err(`${remark}\n`);
      return {
        json: upgraded,
        text: upgradedFileText(upgraded),
        exit: upgraded.changed.length > 0 ? EXIT.findings : EXIT.done,
      };
    }
    const explained = explainFile(text, file);
    for (const note of notesOf(explained)) io.err(`${note}\n`);
    const { verdicts, recorded } = explained;
    return {
      json: explained,
      text: [...verdicts.map(lineOf), summaryOf(explained)].join('\n') + '\n',
      exit: recorded.differing.length > 0 ? EXIT.findings : EXIT.done,
    };
  },
};

function lineOf({ allowed, type, code, status, because }: ExplainedVerdict, index: number): string {
  const answer = allowed
    ? 'allowed'
    : ['refused', status, code ?? type].filter((part) => part !== undefined).join(' ');
  return `${index}  ${answer}  ${because}`;
}

function notesOf({ gateway, version, rules }: ExplainedFile): readonly string[] {
  const nearest = `The rules of ${GATEWAY_NAMES[gateway]} ${version} are not known; these are those of ${rules.release}, the nearest release that is.`;
  return [rules.exact ? null : nearest, basisWords(rules)].filter((note) => note !== null);
}

const MOST_LISTED = 20;

function summaryOf({ verdicts, recorded: { answers, differing } }: ExplainedFile): string {
  const refused = verdicts.filter(({ allowed }) => !allowed).length;
  const counts = `${count(verdicts.length, 'request')}: ${(verdicts.length - refused).toLocaleString('en')} allowed, ${refused.toLocaleString('en')} refused.`;
  if (answers === 0) return counts;
  const alike = answers - differing.length;
  const same = `${alike.toLocaleString('en')} of ${count(answers, 'recorded answer')} ${alike === 1 ? 'is' : 'are'} the same.`;
  const others = differing.slice(0, MOST_LISTED).join(', ');
  const more = differing.length > MOST_LISTED ? ` and ${differing.length - MOST_LISTED} more` : '';
  return `${counts} ${same}${differing.length === 0 ? '' : ` Different: ${others}${more}.`}`;
}

function count(number: number, one: string): string {
  return `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;
}
