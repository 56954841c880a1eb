import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';

/** Where a pair begins, its key: offset in UTF-16 units; null where that is not known. */
export function startOf(pair: Pair | undefined): number | null {
  const key = pair?.key;
  return isNode(key) && key.range ? key.range[0] : null;
}

/** The offset behind the colon of a pair that was parsed with its source tokens; null for one without. */
export function colonOf(pair: Pair): number | null {
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon === undefined ? null : colon.offset + 1;
}

/** The offset where what a pair, a mapping or a list says ends, without blanks and comments behind it. */
export function endOf(thing: Pair | YAMLMap | YAMLSeq | undefined): number | null {
  if (thing === undefined) return null;
  if (!isPair(thing)) {
    if (thing.flow === true || thing.items.length === 0) return thing.range?.[1] ?? null;
    const last: unknown = thing.items.at(-1);
    return isPair(last) ? endOf(last) : endOfNode(last);
  }
  const colon = colonOf(thing);
  const value = endOfNode(thing.value);
  if (value !== null) return Math.max(value, colon ?? 0);
  return colon ?? (isNode(thing.key) ? (thing.key.range?.[1] ?? null) : null);
}

function endOfNode(node: unknown): number | null {
  if (isMap(node) || isSeq(node)) return endOf(node);
  return isScalar(node) || isAlias(node) ? (node.range?.[1] ?? null) : null;
}
