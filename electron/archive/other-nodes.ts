import type { ImportSummary } from '../../shared/audit/logged-request.ts';
import type { Problem } from '../../shared/result.ts';
import type { Archive } from './archive.ts';
import { otherNodesOf } from './imported-files.ts';
import type { ImportedFile } from './imported-files.ts';

/**
 * What has to be said of a file that was taken into another node too, whose requests count twice from then on; null
 * where it was not, or where nothing is left of that node.
 */
export async function importedElsewhere(
  archive: Pick<Archive, 'importedFiles' | 'stores'>,
  file: ImportedFile,
): Promise<Problem | null> {
  const named = otherNodesOf(file, await archive.importedFiles());
  if (named.length === 0) return null;
  const held: string[] = [];
  for (const store of await archive.stores())
    if (named.includes(store.node) && (await store.state()).segments.length > 0) held.push(store.node);
  if (held.length === 0) return null;
  return {
    code: 'imported_in_other_node',
    message: `${file.name} was also imported into ${held.join(', ')}: its requests count there and in ${file.node}, so twice in what is summed over nodes.`,
    next: 'A single import cannot be taken out again. Where it was the wrong node: close the program, move archive/ with the name of that node out of the workspace, and import what belongs to that node again.',
    where: file.name,
  };
}

/** A summary with what has to be said of the import beside its counts. */
export function withWarning(summary: ImportSummary, warning: Problem | null): ImportSummary {
  if (warning === null) return summary;
  return {
    ...summary,
    notes: [...(summary.notes ?? []), [warning.message, warning.next ?? ''].join(' ').trim()],
    warnings: [...(summary.warnings ?? []), warning],
  };
}
