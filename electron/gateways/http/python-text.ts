import type { JsonValue } from '../../../shared/json.ts';

const TOKEN =
  /\s*(?:([{}[\]():,])|'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(None|True|False))/y;
const WORDS: Readonly<Record<string, JsonValue>> = { None: null, True: true, False: false };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };
const DEEPEST = 50;

type Token = { readonly mark: string } | { readonly value: JsonValue };

/**
 * Reads a Python literal (dict, list, tuple, text, number, None, True, False) that LiteLLM printed into a
 * message, such as `{'error': 'No db connected'}` (1.81.13, 1.106.2). Undefined when it is not one.
 */
export function readPythonText(text: string): JsonValue | undefined {
  const tokens = tokenise(text);
  if (tokens === undefined) return undefined;
  const reader = { tokens, at: 0 };
  const value = readValue(reader, 0);
  return reader.at === tokens.length ? value : undefined;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function tokenise(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const scanner = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (scanner.lastIndex < end) {
    const match = scanner.exec(text);
    if (match === null) return undefined;
    const [, mark, single, double, number, word] = match;
    if (mark !== undefined) tokens.push({ mark });
    else if (number !== undefined) tokens.push({ value: Number(number) });
    else if (word !== undefined) tokens.push({ value: WORDS[word] ?? null });
    else tokens.push({ value: (single ?? double ?? '').replace(/\\([\s\S])/g, unescape) });
  }
  return tokens;
}

function unescape(_: string, letter: string): string {
  return ESCAPES[letter] ?? letter;
}

function readValue(reader: Reader, depth: number): JsonValue | undefined {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token === undefined || depth > DEEPEST) return undefined;
  if ('value' in token) return token.value;
  const closer = CLOSERS[token.mark];
  if (closer === undefined) return undefined;
  return token.mark === '{' ? readDict(reader, depth) : readList(reader, closer, depth);
}

function takes(reader: Reader, mark: string): boolean {
  const token = reader.tokens[reader.at];
  if (token === undefined || !('mark' in token) || token.mark !== mark) return false;
  reader.at += 1;
  return true;
}

function readList(reader: Reader, closer: string, depth: number): JsonValue | undefined {
  const items: JsonValue[] = [];
  while (!takes(reader, closer)) {
    if (items.length > 0 && !takes(reader, ',')) return undefined;
    if (takes(reader, closer)) return items;
    const item = readValue(reader, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function readDict(reader: Reader, depth: number): JsonValue | undefined {
  const entries: [string, JsonValue][] = [];
  while (!takes(reader, '}')) {
    if (entries.length > 0 && !takes(reader, ',')) return undefined;
    if (takes(reader, '}')) break;
    const name = readValue(reader, depth + 1);
    if ((typeof name !== 'string' && typeof name !== 'number') || !takes(reader, ':')) return undefined;
    const value = readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    entries.push([String(name), value]);
  }
  return Object.fromEntries(entries);
}
