import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml';

import { equalJson, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { colonOf, endOf, startOf } from './yaml-extent.ts';
import { keyText, type YamlPath } from './yaml-place.ts';
import { isFilled, renderBlock, renderFlow, renderPair, renderScalar, type Quotes } from './yaml-render.ts';
import { yamlSchema, type YamlDialect } from './yaml-schema.ts';
import { readYaml } from './yaml-text.ts';

/** Characters `from` to `to` become `text`. Offsets in UTF-16 units. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * A text with one value in it set, or taken out (`undefined`); mappings on the way that are missing are made. Nothing but
 * the characters of that value changes, and the text then says what it said before but for this value: null where that
 * cannot be had, because an alias shares the value with another place or because the text spells it in a way that is
 * not known here.
 */
export function setInYaml(
  text: string,
  dialect: YamlDialect,
  path: YamlPath,
  value: JsonValue | undefined,
): string | null {
  const before = readYaml(text, dialect);
  if (!before.readable) return null;
  const wanted = setInJson(before.value, path, value);
  if (wanted === undefined) return null;
  if (equalJson(before.value, wanted)) return text;
  const document = parseDocument(text, {
    ...yamlSchema(dialect),
    keepSourceTokens: true,
    strict: false,
    logLevel: 'silent',
  });
  const splice = spliceOf(text, document, path, value);
  if (splice === null) return null;
  const edited = `${text.slice(0, splice.from)}${splice.text}${text.slice(splice.to)}`;
  const after = readYaml(edited, dialect);
  return after.readable && equalJson(after.value, wanted) ? edited : null;
}

/** The value as it is wanted; undefined where the way leads through what is neither mapping nor list. */
function setInJson(
  held: JsonValue | undefined,
  [part, ...rest]: YamlPath,
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (part === undefined) return value ?? null;
  if (typeof part === 'number') {
    if (!Array.isArray(held) || part >= held.length) return undefined;
    const list: readonly JsonValue[] = held;
    const item = setInJson(list[part], rest, value);
    return item === undefined ? undefined : list.with(part, item);
  }
  const object = held ?? {};
  if (!isJsonObject(object)) return undefined;
  const present = Object.hasOwn(object, part);
  if (value === undefined && !present) return held;
  if (value === undefined && rest.length === 0) {
    return Object.fromEntries(Object.entries(object).filter(([key]) => key !== part));
  }
  const item = setInJson(present ? object[part] : undefined, rest, value);
  return item === undefined ? undefined : ({ ...object, [part]: item } satisfies JsonObject);
}

function spliceOf(
  text: string,
  document: Document,
  path: YamlPath,
  value: JsonValue | undefined,
): Splice | null {
  let node: unknown = document.contents;
  let holder: { readonly map: YAMLMap; readonly pair: Pair } | null = null;
  for (const [index, part] of path.entries()) {
    const rest = path.slice(index);
    if (isSeq(node) && typeof part === 'number') {
      node = node.items[part];
      holder = null;
    } else if (isMap(node)) {
      const map: YAMLMap = node;
      const pair: Pair | undefined = map.items.findLast((one) => keyText(one.key) === String(part));
      if (pair === undefined) return value === undefined ? null : insert(text, map, rest, value);
      if (value === undefined && rest.length === 1) return remove(text, map, pair);
      holder = { map, pair };
      node = pair.value;
    } else if (value !== undefined && isNothing(node)) {
      return fill(text, holder, rest, value);
    } else return null;
  }
  return value === undefined ? null : replace(text, holder, node, value);
}

/** An empty scalar, or none at all (`key:`, an empty text). */
function isNothing(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}

/** The value at the end of a way, with the mappings on the way. */
function nested(way: YamlPath, value: JsonValue): JsonValue {
  return way.reduceRight<JsonValue>((inner, part) => ({ [String(part)]: inner }), value);
}

/** A new key at the end of a mapping, spelled like its siblings. */
function insert(text: string, map: YAMLMap, [key = '', ...way]: YamlPath, value: JsonValue): Splice | null {
  const last = map.items.at(-1);
  const item = nested(way, value);
  if (map.flow === true) {
    const entry = `${renderScalar(String(key))}: ${renderFlow(item)}`;
    const [from = 0, to = 0] = map.range ?? [];
    if (last === undefined) return { from, to, text: `{ ${entry} }` };
    const end = endOf(last);
    return end === null ? null : { from: end, to: end, text: `, ${entry}` };
  }
  const start = startOf(map.items[0]);
  const end = last === undefined ? null : endOf(last);
  if (start === null || end === null) return null;
  const indent = columnOf(text, start);
  return ownLines(text, end, `${' '.repeat(indent)}${renderPair(String(key), item, indent, eolOf(text))}`);
}

/** Lines of their own after the line in which something ends. */
function ownLines(text: string, end: number, lines: string): Splice {
  const eol = eolOf(text);
  if (text[end - 1] === '\n') return { from: end, to: end, text: `${lines}${eol}` };
  const at = lineAfter(text, end);
  const ended = text[at - 1] === '\n';
  return { from: at, to: at, text: ended ? `${lines}${eol}` : `${eol}${lines}` };
}

/** A mapping where a key, or the whole text, holds nothing yet. */
function fill(
  text: string,
  holder: { readonly map: YAMLMap; readonly pair: Pair } | null,
  way: YamlPath,
  value: JsonValue,
): Splice | null {
  const made = nested(way, value);
  if (!isJsonObject(made)) return null;
  const eol = eolOf(text);
  if (holder === null) {
    const lines = `${renderBlock(made, 0, eol)}${eol}`;
    const gap = text === '' || text.endsWith('\n') ? '' : eol;
    return { from: text.length, to: text.length, text: `${gap}${lines}` };
  }
  const { map, pair } = holder;
  const colon = colonOf(pair);
  const start = startOf(pair);
  if (colon === null || start === null) return null;
  const node = pair.value;
  const spelled = isScalar(node) && (node.source ?? '') !== '';
  if (map.flow === true || spelled) return inPlace(text, pair, renderFlow(made));
  const indent = columnOf(text, start) + 2;
  return ownLines(text, colon, `${' '.repeat(indent)}${renderBlock(made, indent, eol)}`);
}

/** Another value in the place of one that is there. */
function replace(
  text: string,
  holder: { readonly pair: Pair } | null,
  node: unknown,
  value: JsonValue,
): Splice | null {
  if (!isNode(node) || !node.range) return null;
  const [from, end] = node.range;
  if (isCollection(node) && node.flow !== true) {
    const alike = Array.isArray(value) ? isSeq(node) : isMap(node);
    const to = endOf(node);
    if (to === null) return null;
    if (alike && isFilled(value)) {
      return { from, to: beforeBreak(text, to), text: renderBlock(value, columnOf(text, from), eolOf(text)) };
    }
    return holder === null ? null : inPlace(text, holder.pair, renderFlow(value));
  }
  if (isScalar(node) && (node.source ?? '') === '' && from === end) {
    return holder === null ? null : inPlace(text, holder.pair, renderFlow(value));
  }
  const spelling = typeof value === 'string' ? renderScalar(value, quotesOf(node)) : renderFlow(value);
  return { from, to: beforeBreak(text, end), text: spelling };
}

function quotesOf(node: unknown): Quotes {
  if (!isScalar(node)) return 'plain';
  return node.type === 'QUOTE_SINGLE' ? 'single' : node.type === 'QUOTE_DOUBLE' ? 'double' : 'plain';
}

/** All that stands between the colon of a pair and its end becomes this. */
function inPlace(text: string, pair: Pair, spelling: string): Splice | null {
  const from = colonOf(pair);
  const end = endOf(pair);
  if (from === null || end === null) return null;
  return { from, to: Math.max(from, beforeBreak(text, end)), text: ` ${spelling}` };
}

/** A pair goes with the rest of its line; the last one of a mapping leaves `{}`. */
function remove(text: string, map: YAMLMap, pair: Pair): Splice | null {
  const from = startOf(pair);
  const end = endOf(pair);
  if (from === null || end === null) return null;
  if (map.items.length === 1) {
    return map.flow === true
      ? { from, to: end, text: '' }
      : { from, to: Math.max(from, beforeBreak(text, end)), text: '{}' };
  }
  if (map.flow === true) {
    const index = map.items.indexOf(pair);
    const next = startOf(map.items[index + 1]);
    if (next !== null) return { from, to: next, text: '' };
    const before = endOf(map.items[index - 1]);
    return before === null ? null : { from: before, to: end, text: '' };
  }
  const line = text.lastIndexOf('\n', from - 1) + 1;
  const rest = text[end - 1] === '\n' ? behindBlankLines(text, end) : lineAfter(text, end);
  if (/^ *$/.test(text.slice(line, from))) return { from: line, to: rest, text: '' };
  // Behind the dash of a list: the next key takes its place there.
  const indent = ' '.repeat(columnOf(text, from));
  return { from, to: text.startsWith(indent, rest) ? rest + indent.length : rest, text: '' };
}

/** Blank lines after a block of text belong to it: left alone, they would belong to the one before. */
function behindBlankLines(text: string, offset: number): number {
  return offset + (/^(?:[ \t]*\r?\n)*/.exec(text.slice(offset))?.[0].length ?? 0);
}

function lineAfter(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Before the line break that ends a block of text, and before the blanks behind a colon or a dash. */
function beforeBreak(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
