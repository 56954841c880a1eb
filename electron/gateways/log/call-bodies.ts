/** Fields of a logged row that hold the bodies of calls: what was asked and what was answered. */
export const CALL_BODIES: readonly string[] = ['messages', 'response', 'proxy_server_request'];

/** These, and fields of the loggers' payloads that quote a body. */
const NEVER_KEPT: ReadonlySet<string> = new Set([
  ...CALL_BODIES,
  'classifier_input',
  'originating_request_masked',
  'guardrail_request',
  'guardrail_response',
]);

/** What stands where a body stood. */
export const TAKEN_OUT = '[the body of a call was taken out here]';

/** True for a field of bodies: nothing of it may be kept. */
export function holdsBodies(name: string): boolean {
  return NEVER_KEPT.has(name);
}

/**
 * The text of a row as it came, but with {@link TAKEN_OUT} in the place of each body, however deep it stands, also in
 * the text of JSON within. Where the text is no JSON, nobody can tell where a body ends: it is cut at the first one.
 */
export function withoutBodies(text: string): string {
  return isJson(text) ? withoutValues(text) : cutAtName(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Of JSON: every other byte stays as it is, the digits of numbers and repeated names too. */
function withoutValues(text: string): string {
  let kept = '';
  let from = 0;
  const replace = (start: number, end: number, by: string): void => {
    kept += text.slice(from, start) + JSON.stringify(by);
    from = end;
  };
  for (let at = text.indexOf('"'); at >= 0;) {
    const end = endOfString(text, at);
    const colon = skipSpace(text, end);
    const said = text.slice(at, end);
    if (text[colon] !== ':') {
      const within = withoutBodiesWithin(said);
      if (within !== null) replace(at, end, within);
      at = text.indexOf('"', end);
      continue;
    }
    const start = skipSpace(text, colon + 1);
    let next = start;
    if (holdsBodies(said.includes('\\') ? (JSON.parse(said) as string) : said.slice(1, -1))) {
      next = endOfValue(text, start);
      if (!EMPTY.test(text.slice(start, next))) replace(start, next, TAKEN_OUT);
    }
    at = text.indexOf('"', next);
  }
  return kept + text.slice(from);
}

/** Of a text within a row, which may be JSON itself; null where there is nothing to take out. */
function withoutBodiesWithin(said: string): string | null {
  if (!/^"\s*[[{]/.test(said)) return null;
  const text = JSON.parse(said) as string;
  const clean = withoutBodies(text);
  return clean === text ? null : clean;
}

const NAMES = [...NEVER_KEPT].join('|');
/** A name of such a field in any quotes: escaped in JSON within, doubled in a table, single in what Python prints. */
const NAMED = new RegExp(String.raw`["'\\]+(?:${NAMES})["'\\]+\s*:\s*`, 'g');
/** Values that hold no body. */
const EMPTY = new RegExp(
  String.raw`^(?:null|\{\s*\}|\[\s*\]|(?:\\*"){2}|\\*"${TAKEN_OUT.replace(/[[\]]/g, String.raw`\$&`)}\\*")(?:$|\s*[,}\]])`,
);

function cutAtName(text: string): string {
  for (const { 0: name, index } of text.matchAll(NAMED)) {
    const start = index + name.length;
    const rest = text.slice(start, start + TAKEN_OUT.length + 64);
    if (rest !== '' && !EMPTY.test(rest)) return `${text.slice(0, start)}"${TAKEN_OUT}"`;
  }
  return text;
}

/** Behind the string that begins at `at`, of JSON. */
function endOfString(text: string, at: number): number {
  for (let end = at + 1; ; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === '"') return end + 1;
  }
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (' \t\n\r'.includes(text[next] ?? 'x')) next += 1;
  return next;
}

/** Behind the value that begins at `at`, of JSON. */
function endOfValue(text: string, at: number): number {
  let depth = 0;
  for (let end = at; ;) {
    const char = text[end];
    if (char === '"') end = endOfString(text, end);
    else if (char === '{' || char === '[' || char === '}' || char === ']') {
      depth += char === '{' || char === '[' ? 1 : -1;
      end += 1;
    } else {
      while (end < text.length && !'"{}[],'.includes(text[end] ?? '')) end += 1;
      if (depth > 0 && text[end] === ',') end += 1;
    }
    if (depth <= 0) return end;
  }
}
