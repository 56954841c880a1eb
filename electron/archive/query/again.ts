import type { SourceFiles } from '../store/commit.ts';

/** The command that imports files again, with what was read beside them. */
export function importCommand(node: string, { path, beside = [] }: SourceFiles): string {
  const files = [path, ...beside.map((file) => file.path)].map(quotedPath);
  return `gatehouse import ${files.join(' ')} --node ${node}`;
}

/** A file, and what has to be imported together with it, as part of a sentence. */
export function sourceWords({ path, beside = [] }: SourceFiles): string {
  return beside.length === 0
    ? path
    : `${path} together with ${beside.map((file) => file.path).join(' and ')}`;
}

/** As a shell takes it. */
export function quotedPath(path: string): string {
  return /^[\w./:@+-]+$/.test(path) ? path : `"${path}"`;
}
