/**
 * One way for the simulated proxy to go wrong. Unless it says otherwise, the call itself is carried out and
 * only its answer suffers.
 *
 * - `latency`: waits, then answers as usual. Milliseconds.
 * - `too-many-requests`: a 429 with `retry-after`, nothing carried out.
 * - `server-error`: a 500 or the given status, nothing carried out.
 * - `cut-before`: the connection ends before the call is carried out.
 * - `answer-lost`: the call is carried out, then the connection ends without a byte.
 * - `cut-during`: the answer begins and the connection ends in the middle of its body.
 * - `slow-drip`: the body comes in pieces of `bytes`, one every `everyMs`.
 * - `html`: a 200 with a web page, as a captive portal or a proxy in front answers; nothing carried out.
 * - `login-redirect`: a 302 to a login page, nothing carried out.
 * - `meanwhile`: somebody else makes these calls as the admin just before; the answer is then as usual.
 * - `huge-answer`: a 200 with a JSON text of this many bytes, streamed; nothing carried out.
 * - `duplicate-keys`: the first field of the answer comes twice, the second time as null.
 * - `error-in-200`: a 200 whose body is an error, nothing carried out.
 */
export type Misbehaviour =
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'too-many-requests'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'server-error'; readonly status?: number }
  | { readonly kind: 'cut-before' }
  | { readonly kind: 'answer-lost' }
  | { readonly kind: 'cut-during' }
  | { readonly kind: 'slow-drip'; readonly bytes: number; readonly everyMs: number }
  | { readonly kind: 'html' }
  | { readonly kind: 'login-redirect'; readonly location?: string }
  | { readonly kind: 'meanwhile'; readonly calls: (hit: number) => readonly AdminCall[] }
  | { readonly kind: 'huge-answer'; readonly bytes: number }
  | { readonly kind: 'duplicate-keys' }
  | { readonly kind: 'error-in-200'; readonly message?: string };

/** A call that somebody else makes with the master key. Its answer is not looked at. */
export interface AdminCall {
  readonly method: string;
  /** With its query, if it has one. */
  readonly path: string;
  readonly body?: unknown;
}

/** Which calls go wrong, and how. */
export interface MisbehaviourRule {
  /**
   * A method and a path, such as `POST /team/update`. `*` stands for any method or for one segment of the
   * path, `**` at the end for the rest of it: `* /key/**`. The query does not count.
   */
  readonly on: string;
  /** How many matching calls go wrong; all of them when left out. */
  readonly times?: number;
  /** How many matching calls are left alone first; none when left out. */
  readonly after?: number;
  readonly does: Misbehaviour;
}

/** A rule at work. */
export interface ActiveRule {
  /** How many calls it has made go wrong. */
  readonly hits: () => number;
  /** Takes it away. Calls under way still suffer. */
  readonly stop: () => void;
}

/** A misbehaviour that a call has met, with how many calls met it before. */
export interface Hit {
  readonly does: Misbehaviour;
  /** Counts from 0. */
  readonly number: number;
}

/** The rules of a running simulator, in the order in which they were added. */
export interface MisbehaviourBook {
  readonly add: (rule: MisbehaviourRule) => ActiveRule;
  readonly clear: () => void;
  /**
   * What a call meets: of latencies and meanwhiles all that match, of the others the first. Each counts as
   * one of its rule's `times`.
   */
  readonly meet: (method: string, path: string) => readonly Hit[];
}

interface Entry {
  readonly rule: MisbehaviourRule;
  readonly matches: (method: string, path: string) => boolean;
  seen: number;
  hits: number;
}

/** Makes a book of rules. Throws a TypeError for a rule whose `on` is not a method and a path. */
export function createMisbehaviourBook(rules: readonly MisbehaviourRule[] = []): MisbehaviourBook {
  let entries: readonly Entry[] = rules.map(entryOf);
  return {
    add: (rule) => {
      const entry = entryOf(rule);
      entries = [...entries, entry];
      return {
        hits: () => entry.hits,
        stop: () => {
          entries = entries.filter((other) => other !== entry);
        },
      };
    },
    clear: () => {
      entries = [];
    },
    meet: (method, path) => meet(entries, method, path),
  };
}

function meet(entries: readonly Entry[], method: string, path: string): readonly Hit[] {
  const met: Hit[] = [];
  for (const entry of entries) {
    if (!entry.matches(method, path)) continue;
    const { does, times = Number.POSITIVE_INFINITY, after = 0 } = entry.rule;
    const ends = does.kind !== 'latency' && does.kind !== 'meanwhile';
    if (ends && met.some((hit) => hit.does.kind !== 'latency' && hit.does.kind !== 'meanwhile')) continue;
    entry.seen += 1;
    if (entry.seen <= after || entry.hits >= times) continue;
    met.push({ does, number: entry.hits });
    entry.hits += 1;
  }
  return met;
}

function entryOf(rule: MisbehaviourRule): Entry {
  const parts = /^([A-Z]+|\*) (\/\S*|\*\*)$/.exec(rule.on);
  if (parts === null) {
    throw new TypeError(`A rule names a method and a path, such as "POST /team/update", not "${rule.on}".`);
  }
  const [, method = '', path = ''] = parts;
  const pattern = patternOf(path);
  return {
    rule,
    matches: (given, asked) => (method === '*' || method === given) && pattern.test(asked),
    seen: 0,
    hits: 0,
  };
}

function patternOf(path: string): RegExp {
  const text = path
    .split('/')
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]+' : part.replaceAll(/[^\w-]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${text}$`);
}
