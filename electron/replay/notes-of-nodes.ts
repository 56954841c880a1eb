/** What is said of the nodes of an answer: each sentence once, after the nodes that it is of; of one node without its name. */
export function notesOfNodes(
  said: readonly { readonly node: string; readonly notes: readonly string[] }[],
): readonly string[] {
  if (said.length === 1) return said.flatMap(({ notes }) => notes);
  const nodes = new Map<string, readonly string[]>();
  for (const { node, notes } of said)
    for (const note of notes) nodes.set(note, [...(nodes.get(note) ?? []), node]);
  return [...nodes].map(([note, of]) => `${of.join(', ')}: ${note}`);
}
