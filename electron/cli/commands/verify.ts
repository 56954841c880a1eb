import type { ArchiveRepair, ArchiveVerification } from '../../../shared/audit/archive-check.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { describeProblem } from '../problem-text.ts';

export const verify: Command = {
  usage: ['verify [--repair]'],
  summary:
    'Checks the archive against its hashes and checksums, its sums against its requests, and the journals of pushes. With --repair, what is damaged or missing is imported again from its file where that is still there, and what came from a node is read again by its next import. Problems that are left end it with exit code 2.',
  options: { repair: { type: 'boolean' } },
  async run({ flag, call }) {
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
      `${problems.length === 0 ? 'All is well' : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`}: ${found.rows} requests in ${found.segments} segments checked in ${found.seconds} s.\n`,
    ].join('');
    return {
      json: { ...found, ok: problems.length === 0, problems },
      text,
      exit: problems.length === 0 ? EXIT.done : EXIT.findings,
    };
  },
};
