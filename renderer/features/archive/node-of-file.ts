/** Log files with the node that each belongs to; null until somebody says. */
export type FileNodes = ReadonlyMap<string, string | null>;

/**
 * The node that a log file belongs to, as far as that is certain enough to choose it for somebody: the only
 * node there is, or the one whose name the file's name begins with. Null otherwise.
 *
 * @param path of the file; only its name counts
 */
export function nodeOfFile(path: string, nodes: readonly string[]): string | null {
  if (nodes.length === 1) return nodes[0] ?? null;
  const name = (path.split(/[/\\]/).at(-1) ?? '').toLowerCase();
  const fits = nodes.filter((node) => {
    const begins = name.startsWith(node.toLowerCase());
    // `prod` is not the beginning of `production.jsonl`.
    return begins && !/^[a-z0-9]/.test(name.slice(node.length));
  });
  // Of `prod` and `prod-eu` the longer one says more.
  return fits.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** The files by node, in order; null while one has no node. */
export function filesByNode(files: FileNodes): ReadonlyMap<string, readonly string[]> | null {
  const groups = new Map<string, readonly string[]>();
  for (const [path, node] of files) {
    if (node === null) return null;
    groups.set(node, [...(groups.get(node) ?? []), path]);
  }
  return groups;
}
