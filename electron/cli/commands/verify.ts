import type { ArchiveRepair, ArchiveVerification } from '../../../shared/audit/archive-check.ts';
import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { describeProblem } from '../problem-text.ts';

export const verify: Command = {
  usage: ['verify [--repair]'],
  summary:
    'Checks the archive against its hashes and checksums, its sums against its requests, and the journals of pushes. It only reads; with --repair, what is damaged is set aside under another name, what is damaged or missing is imported again from its file where that is still there, and what came from a node is read again by its next import. Problems that are found, or left after a repair, end it with exit code 2.',
  examples: ['verify', 'verify --repair --json'],
  options: { repair: { type: 'boolean' } },
  async run({ flag, call, positionals }) {
    if (positionals.length > 0) throw new UsageError('The archive is checked as a whole: name nothing.');
    const repaired: ArchiveRepair | null = flag('repair') ? await call('archive.repair', {}) : null;
    const found: ArchiveVerification = repaired ?? (await call('archive.verify', {}));
    const { damaged } = await call('changes.list', {});
    const problems = [...found.problems, ...(damaged ?? []).map(({ problem }) => problem)];
    const steps = repaired?.steps ?? [];
    const text = [
      ...steps.map(
        ({ node, done, text: said }) => `${node}: ${done ? 'repaired' : 'NOT REPAIRED'}: ${said}\n`,
      ),
      ...problems.map(describeProblem),
      ...found.notes.map((note) => `Note: ${note}\n`),
      `${problems.length === 0 ? 'All is well' : plural(problems.length, 'problem')}: ${plural(found.rows, 'request')} in ${plural(found.segments, 'segment')} checked in ${found.seconds} s.\n`,
    ].join('');
    return {
      json: { ...found, ok: problems.length === 0, problems },
      text,
      exit: problems.length === 0 ? EXIT.done : EXIT.findings,
    };
  },
};

function plural(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
}
