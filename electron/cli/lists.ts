import { RESOURCE_KINDS, type ResourceKind } from '../../shared/fleet/snapshot.ts';
import { UsageError } from './command.ts';

/** The words of an option such as `--teams search,data`; undefined when it was not given. */
export function wordsOf(option: string | undefined, name: string): string[] | undefined {
  if (option === undefined) return undefined;
  const words = option
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) throw new UsageError(`--${name} needs at least one name.`);
  return words;
}

/** The kinds of `--kinds key,team`; undefined when it was not given. */
export function kindsOf(option: string | undefined): ResourceKind[] | undefined {
  return wordsOf(option, 'kinds')?.map((word) => {
    const kind = RESOURCE_KINDS.find((candidate) => candidate === word);
    if (kind !== undefined) return kind;
    throw new UsageError(`There is no kind "${word}". Use one of: ${RESOURCE_KINDS.join(', ')}.`);
  });
}
