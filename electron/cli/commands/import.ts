import { existsSync } from 'node:fs';
import path from 'node:path';

import type { ImportSummary } from '../../../shared/audit/logged-request.ts';
import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { readInstant } from '../instant.ts';

export const importLogs: Command = {
  usage: ['import NODE [--since T] [--until T]', 'import FILE… --node NAME'],
  summary:
    'Brings request logs into the archive, from a node or from exported files and folders (JSON lines, a JSON list, CSV, packed or not, a bucket logger’s folder; what it is, is found out). Without --since a node is read from where its last import ended, at first the last 62 days. Ends with 2 where rows were refused, or where there is a warning, such as that the file was imported into another node too.',
  examples: [
    'import prod-eu --since 2026-10-01 --until 2026-11-01',
    'import logs/october.jsonl.gz --node prod-eu',
  ],
  options: { since: { type: 'string' }, until: { type: 'string' }, node: { type: 'string' } },
  async run({ io, positionals, text, call }) {
    const node = text('node');
    if (positionals.length === 0) throw new UsageError('Name a node, or files together with --node.');
    if (node !== undefined) {
      if (text('since') !== undefined || text('until') !== undefined) {
        throw new UsageError('--since and --until go with a node, not with files.');
      }
      const paths = positionals.map((file) => path.resolve(io.cwd, file));
      return report((await call('archive.importFiles', { node, paths })).imports);
    }
    const [name, ...more] = positionals;
    if (name !== undefined && /[./\\]/.test(name) && existsSync(path.resolve(io.cwd, name))) {
      throw new UsageError(`"${name}" is a file: say with --node which node's log it is.`);
    }
    if (name === undefined || more.length > 0)
      throw new UsageError('Name one node, or add --node NAME to import files.');
    const since = readInstant(text('since'), '--since');
    const until = readInstant(text('until'), '--until');
    return report(
      (
        await call('archive.importNode', {
          node: name,
          ...(since === undefined ? {} : { since }),
          ...(until === undefined ? {} : { until }),
        })
      ).imports,
    );
  },
};

/** The sum over all files, and each of them when there are several. */
function report(imports: readonly ImportSummary[]) {
  const sum = (field: 'read' | 'inserted' | 'repeated' | 'updated' | 'refused' | 'seconds'): number =>
    imports.reduce((total, summary) => total + summary[field], 0);
  const times = (field: 'from' | 'until'): string[] =>
    imports.flatMap((summary) => summary[field] ?? []).sort();
  const json = {
    node: imports[0]?.node ?? null,
    read: sum('read'),
    inserted: sum('inserted'),
    repeated: sum('repeated'),
    updated: sum('updated'),
    refused: sum('refused'),
    from: times('from')[0] ?? null,
    until: times('until').at(-1) ?? null,
    seconds: Number(sum('seconds').toFixed(3)),
    refusedFiles: imports.flatMap(({ refusedFile }) => refusedFile ?? []),
    notes: imports.flatMap(({ notes }) => notes ?? []),
    warnings: imports.flatMap(({ warnings }) => warnings ?? []),
  };
  const refused =
    json.refused === 0
      ? ''
      : `${json.refused === 1 ? '1 row was' : `${json.refused} rows were`} refused and kept, with reasons, in ${json.refusedFiles.join(', ')}.\n`;
  const span = json.from === null ? '' : `, ${json.from} to ${json.until}`;
  return {
    json,
    text: `Read ${json.read} rows${span}: ${json.inserted} new, ${json.repeated} repeated, ${json.updated} updated, ${json.refused} refused, in ${json.seconds} s.\n${refused}${json.notes.map((note) => `${note}\n`).join('')}`,
    exit: json.refused > 0 || json.warnings.length > 0 ? EXIT.findings : EXIT.done,
  };
}
