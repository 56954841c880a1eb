/** Where in a YAML text somebody is writing. */
export interface YamlCursor {
  /** Keys and places in lists, down to what is being written: the mapping for a key, the value itself for a value. */
  readonly path: readonly (string | number)[];
  /** Whether a key or a value is being written there. */
  readonly writes: 'key' | 'value';
  /** What of it is there already. */
  readonly word: string;
  /** Where that begins, in UTF-16 units. */
  readonly from: number;
}

/** A key or a dash that stays open until a line begins further left; inside brackets, until its bracket closes. */
interface Frame {
  /** Its column; a dash lies half a column to the right, as a list may stand under its key's own column. */
  readonly column: number;
  part: string | number;
}

/** An open bracket: what it stands in, and whether a key or a value comes next. */
interface Bracket {
  readonly list: boolean;
  part: string | number;
  /** Behind the colon of a mapping. */
  inValue: boolean;
}

/**
 * Where the end of a text stands in its YAML, however unfinished the text is: by indentation, and inside brackets by these.
 * Null inside a comment. Texts over several lines are not known for what they are.
 */
export function yamlCursor(text: string): YamlCursor | null {
  const frames: Frame[] = [];
  const brackets: Bracket[] = [];
  const lines = text.split('\n');
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    const last = index === lines.length - 1;
    let at = 0;
    let keyed = false;
    if (brackets.length === 0) {
      at = /^ */.exec(line)?.[0].length ?? 0;
      if (!last && /^\s*(?:#|$)/.test(line)) {
        offset += line.length + 1;
        continue;
      }
      at = openDashes(line, at, frames);
      const key = KEY.exec(line.slice(at));
      if (key === null && last) close(frames, at);
      if (key !== null) {
        close(frames, at);
        frames.push({ column: at, part: unquoted(key[1] ?? '') });
        at += key[0].length;
        keyed = true;
      }
    }
    const scanned = scan(line, at, brackets);
    if (last) {
      if (scanned === null) return null;
      return cursorAt(frames, brackets, keyed, line, Math.max(at, scanned), offset);
    }
    offset += line.length + 1;
  }
  return null;
}

/** A key with its colon, plain or in quotes. */
const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:{}[\],&*!|>'"%@`-][^#:]*?|-[^\s#:][^#:]*?)\s*:(?=\s|$)/;

function close(frames: Frame[], column: number): void {
  while ((frames.at(-1)?.column ?? -1) >= column) frames.pop();
}

/** Opens a place in a list for each dash at the beginning of a line; gives the column behind them. */
function openDashes(line: string, column: number, frames: Frame[]): number {
  let at = column;
  for (
    let dash = /^-(?: +|$)/.exec(line.slice(at));
    dash !== null;
    dash = /^-(?: +|$)/.exec(line.slice(at))
  ) {
    while ((frames.at(-1)?.column ?? -1) > at + 0.5) frames.pop();
    const before = frames.at(-1);
    if (before !== undefined && before.column === at + 0.5 && typeof before.part === 'number')
      before.part += 1;
    else frames.push({ column: at + 0.5, part: 0 });
    at += dash[0].length;
  }
  return at;
}

/**
 * Follows brackets through a line. Gives where the word at its end begins; null where the end is in a comment.
 */
function scan(line: string, start: number, brackets: Bracket[]): number | null {
  let word = start;
  for (let at = start; at < line.length; at += 1) {
    const character = line[at] ?? '';
    const open = brackets.at(-1);
    if (character === '#' && (at === 0 || /\s/.test(line[at - 1] ?? ''))) return null;
    if ((character === '"' || character === "'") && line.slice(word, at).trim() === '') {
      const end = endOfQuotes(line, at);
      if (end === null) return at;
      at = end;
    } else if (character === '{' || character === '[') {
      if (open === undefined && line.slice(word, at).trim() !== '') continue;
      brackets.push({ list: character === '[', part: character === '[' ? 0 : '', inValue: false });
      word = at + 1;
    } else if (open !== undefined && (character === '}' || character === ']')) {
      brackets.pop();
      word = at + 1;
    } else if (open !== undefined && character === ',') {
      if (typeof open.part === 'number') open.part += 1;
      else open.part = '';
      open.inValue = false;
      word = at + 1;
    } else if (
      open !== undefined &&
      !open.list &&
      !open.inValue &&
      character === ':' &&
      /^(?:\s|$)/.test(line.slice(at + 1, at + 2))
    ) {
      open.part = unquoted(line.slice(word, at).trim());
      open.inValue = true;
      word = at + 1;
    }
  }
  return word;
}

function endOfQuotes(line: string, at: number): number | null {
  const quote = line[at];
  for (let end = at + 1; end < line.length; end += 1) {
    if (line[end] === '\\' && quote === '"') end += 1;
    else if (line[end] === quote) return end;
  }
  return null;
}

function cursorAt(
  frames: readonly Frame[],
  brackets: readonly Bracket[],
  keyed: boolean,
  line: string,
  start: number,
  offset: number,
): YamlCursor {
  const gap = /^\s*/.exec(line.slice(start))?.[0].length ?? 0;
  const from = offset + start + gap;
  const word = line.slice(start + gap);
  const open = brackets.at(-1);
  const inner = brackets.map(({ part }) => part);
  const path = [...frames.map(({ part }) => part), ...inner];
  if (open === undefined) return { path, writes: keyed ? 'value' : 'key', word, from };
  if (open.list || open.inValue) return { path, writes: 'value', word, from };
  return { path: path.slice(0, -1), writes: 'key', word, from };
}

function unquoted(key: string): string {
  if (key.startsWith("'")) return key.slice(1, -1);
  if (!key.startsWith('"')) return key;
  try {
    return String(JSON.parse(key));
  } catch {
    return key.slice(1, -1);
  }
}
