import { isMap, isNode, isPair, isScalar, isSeq, type Document, type LineCounter } from 'yaml';

/** A place in a text: offsets in UTF-16 units from 0, line and column from 1. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
}

/** Keys of mappings and positions in lists, from the top of the document. */
export type YamlPath = readonly (string | number)[];

/** Makes a place of two offsets. */
export function placeBetween(lines: LineCounter, from: number, to: number): Place {
  const { line, col } = lines.linePos(from);
  return { from, to: Math.max(from, to), line, column: col };
}

/**
 * Where a path stands: the value, or the key for `key`. A path that is not there gives the nearest part that
 * is, so that "model_name is missing" points at the entry that lacks it.
 */
export function placeOf(document: Document, lines: LineCounter, path: YamlPath, of: 'key' | 'value'): Place {
  let found = rangeOf(document.contents) ?? [0, 0];
  let node: unknown = document.contents;
  for (const [index, part] of path.entries()) {
    const last = index === path.length - 1;
    const step = child(node, part);
    if (step === null) break;
    const range =
      last && of === 'key' ? rangeOf(step.key ?? step.value) : (rangeOf(step.value) ?? rangeOf(step.key));
    if (range !== null) found = range;
    node = step.value;
  }
  return placeBetween(lines, found[0], found[1]);
}

function child(
  node: unknown,
  part: string | number,
): { readonly key: unknown; readonly value: unknown } | null {
  if (isSeq(node) && typeof part === 'number') {
    const value: unknown = node.items[part];
    return value === undefined ? null : { key: null, value };
  }
  if (!isMap(node)) return null;
  // The last of several equal keys is the one that counts.
  const pair = node.items.findLast((item) => isPair(item) && keyText(item.key) === String(part));
  return pair === undefined ? null : { key: pair.key, value: pair.value };
}

/** A mapping's key as text, also when YAML reads it as a number or a truth value. */
export function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : '';
}

function rangeOf(node: unknown): readonly [number, number] | null {
  return isNode(node) && node.range ? [node.range[0], node.range[1]] : null;
}
