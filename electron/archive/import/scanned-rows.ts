import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { addressNumber, ipv4OfBytes } from '../segment/address.ts';
import { profileOf, profileText } from '../segment/profile.ts';
import type { Profile } from '../segment/profile.ts';
import { extraNumber } from '../segment/segment-builder.ts';
import type { SegmentBuilder } from '../segment/segment-builder.ts';
import type { ScannedLines, Scanner } from '../../scan/scanner.ts';
import { parseJson } from '../../gateways/http/lossless.ts';
import { countOfBytes, nanoOfBytes } from '../../gateways/litellm/log-number.ts';
import { readLogTimeBytes } from '../../gateways/litellm/log-time.ts';
import { readSpendLog } from '../../gateways/litellm/spend-log.ts';
import { COMBINED, RAW, SINGLE } from '../../gateways/litellm/spend-scan.ts';

/** Writes scanned rows of the spend log into a segment's columns. */
export interface ScannedRowReader {
  /**
   * Adds a scanned row. False, with nothing added, where the row has to be read whole.
   *
   * @param position where the row stands in its file, bytes
   */
  add(lines: ScannedLines, line: number, position: number): boolean;
}

/** A row without what matters to a part of it; it is understood. */
const BARE = { request_id: '-', startTime: '2026-01-01T00:00:00Z' };
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);
const QUOTE = 34;
const LETTER_N = 110;
/** More than a scanner has words. */
const USER_WORDS = 2 ** 24;
const BACKSLASH = 92;

/** What a combination of words says, but for the user. */
interface Combination {
  readonly profile: Profile;
  readonly errorMessage: string | null;
}

const raw = (name: (typeof RAW)[number]): number => RAW.indexOf(name);
const word = (name: (typeof SINGLE)[number]): number => COMBINED.length + SINGLE.indexOf(name);
const ID = raw('request_id');
const SPEND = raw('spend');
const TOTAL = raw('total_tokens');
const PROMPT = raw('prompt_tokens');
const COMPLETION = raw('completion_tokens');
const START = raw('startTime');
const END = raw('endTime');
const FIRST = raw('completionStartTime');
const DURATION = raw('request_duration_ms');
const ADDRESS = raw('requester_ip_address');
const CACHED = raw('cached_tokens');
const TAGS = word('request_tags');
const END_USER = word('end_user');
const SESSION = word('session_id');
const USER = word('user');
const OTHERS = word('others');
const METADATA_OTHERS = word('metadata.others');

/**
 * Makes a reader that says of every row what {@link readSpendLog} says of it: numbers and times are read from their
 * bytes, and everything else is given to that function once for each combination of words.
 */
export function createSpendRows(scanner: Scanner, builder: SegmentBuilder): ScannedRowReader {
  let generation = scanner.generation;
  let words = builder.words;
  /** Null where rows with a combination have to be read whole. */
  const combinations: (Combination | null)[] = [];
  /** What words of combinations say. */
  const readWords: (JsonValue | undefined)[] = [];
  /** Of this segment: the profile of a combination and a user's word, and the error message of a combination. */
  let profileNumbers = new Map<number, number>();
  let errorNumbers: number[] = [];
  let singles = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()] as const;
  let users = new Map<number, string | null>();
  let extras = new Map<number, number>();

  function renew(): void {
    if (generation !== scanner.generation) {
      generation = scanner.generation;
      combinations.length = 0;
      readWords.length = 0;
    } else if (words === builder.words) return;
    words = builder.words;
    profileNumbers = new Map();
    errorNumbers = [];
    singles = [new Map(), new Map(), new Map()];
    users = new Map();
    extras = new Map();
  }

  function combination(number: number): Combination | null {
    const known = combinations[number];
    if (known !== undefined) return known;
    const row: Record<string, unknown> = {};
    const metadata: Record<string, unknown> = {};
    for (const [slot, value] of scanner.combined(number).entries()) {
      if (value === 0) continue;
      const name = COMBINED[slot] ?? '';
      const read = (readWords[value] ??= parsed(scanner.wordText(value)));
      if (read === undefined) return (combinations[number] = null);
      if (name.startsWith('metadata.')) metadata[name.slice('metadata.'.length)] = read;
      else row[name] = read;
    }
    const outcome = readSpendLog({ ...BARE, ...row, metadata });
    const plain = outcome.ok && Object.keys(outcome.request.extra).length === 0;
    const found = plain ? toCombination(outcome.request) : null;
    combinations[number] = found;
    return found;
  }

  /** The profile of a combination with a user; -1 where the user is no JSON. */
  function profileNumber(number: number, { profile }: Combination, value: number): number {
    const key = number * USER_WORDS + value;
    const known = profileNumbers.get(key);
    if (known !== undefined) return known;
    let user = users.get(value);
    if (user === undefined) {
      const said = value === 0 ? null : parsed(scanner.wordText(value));
      user = said === undefined ? null : understood({ user: said }).user;
      users.set(value, user);
    }
    const whole = user === null ? null : { ...profile, user };
    const found = whole === null ? -1 : builder.profileNumber(profileText(whole), whole);
    profileNumbers.set(key, found);
    return found;
  }

  /** The number of a word in this segment, -1 for what is no JSON; `read` makes its text. */
  function single(of: 0 | 1 | 2, value: number, read: (row: JsonObject) => string): number {
    if (value === 0) return 0;
    const known = singles[of].get(value);
    if (known !== undefined) return known;
    const name = SINGLE[of] ?? '';
    const said = parsed(scanner.wordText(value));
    const number = said === undefined ? -1 : words.numberOf(read({ [name]: said }));
    singles[of].set(value, number);
    return number;
  }

  /** The number of the fields that nobody knows, -1 for what is no JSON. */
  function extra(others: number, ofMetadata: number): number {
    if (others === 0 && ofMetadata === 0) return 0;
    const key = others * 2 ** 24 + ofMetadata;
    const known = extras.get(key);
    if (known !== undefined) return known;
    const row = gathered(others);
    const metadata = gathered(ofMetadata);
    const number =
      row === null || metadata === null ? -1 : extraNumber(understood({ ...row, metadata }).extra, words);
    extras.set(key, number);
    return number;
  }

  function gathered(value: number): JsonObject | null {
    const read = value === 0 ? {} : parsed(`{${scanner.wordText(value)}}`);
    return isJsonObject(read) ? read : null;
  }

  // The row that is read; kept here so that what reads a part of it is not made anew for every row.
  const { memory } = scanner;
  let lines: ScannedLines = NO_LINES;
  let line = 0;
  const at = (slot: number): number => lines.rawAt[slot]?.[line] ?? 0;
  const length = (slot: number): number => lines.rawLength[slot]?.[line] ?? 0;
  const wordOf = (slot: number): number => lines.words[slot]?.[line] ?? 0;
  /** True where a field is not there, null or an empty text. */
  const silent = (slot: number): boolean => {
    const size = length(slot);
    if (size === 0) return true;
    const first = memory[at(slot)];
    return (size === 4 && first === LETTER_N) || (size === 2 && first === QUOTE);
  };
  const count = (slot: number): number =>
    silent(slot) ? 0 : countOfBytes(memory, at(slot), at(slot) + length(slot));
  const time = (slot: number): number =>
    memory[at(slot)] === QUOTE
      ? readLogTimeBytes(memory, at(slot) + 1, at(slot) + length(slot) - 1)
      : Number.NaN;

  return {
    add(scanned, index, position) {
      renew();
      lines = scanned;
      line = index;
      const number = lines.combination[line] ?? 0;
      const said = combination(number);
      if (said === null || length(ID) < 3 || memory[at(ID)] !== QUOTE || length(START) === 0) return false;
      const startMs = time(START);
      if (!(startMs >= EARLIEST_MS && startMs < LATEST_MS)) return false;
      const prompt = count(PROMPT);
      const completion = count(COMPLETION);
      if (Number.isNaN(prompt) || Number.isNaN(completion)) return false;
      if (!silent(TOTAL) && count(TOTAL) !== prompt + completion) return false;
      const spend = silent(SPEND) ? -1 : nanoOfBytes(memory, at(SPEND), at(SPEND) + length(SPEND));
      if (Number.isNaN(spend)) return false;
      let duration = -1;
      if (!silent(DURATION)) {
        duration = count(DURATION);
        if (Number.isNaN(duration)) return false;
      } else if (!silent(END)) {
        duration = Math.max(0, time(END) - startMs);
        if (Number.isNaN(duration)) return false;
      }
      const cached = silent(CACHED) ? -1 : count(CACHED);
      if (Number.isNaN(cached)) return false;
      const first = silent(FIRST) ? -1 : time(FIRST);
      if (Number.isNaN(first)) return false;
      const tags = single(0, wordOf(TAGS), tagsOf);
      const endUser = single(1, wordOf(END_USER), (one) => understood(one).endUser);
      const session = single(2, wordOf(SESSION), (one) => understood(one).session);
      const others = extra(wordOf(OTHERS), wordOf(METADATA_OTHERS));
      const profile = profileNumber(number, said, wordOf(USER));
      if (tags < 0 || endUser < 0 || session < 0 || others < 0 || profile < 0) return false;

      const { rows, ids, count: row } = builder;
      if (silent(ADDRESS)) rows.address[row] = addressNumber('', words);
      else {
        const from = at(ADDRESS);
        const until = from + length(ADDRESS);
        if (memory[from] !== QUOTE) return false;
        const known = ipv4OfBytes(memory, from + 1, until - 1);
        if (known === null && memory.subarray(from, until).includes(BACKSLASH)) return false;
        rows.address[row] =
          known ??
          addressNumber(Buffer.from(memory.buffer, from + 1, until - from - 2).toString('utf8'), words);
      }
      rows.startMs[row] = startMs;
      rows.durationMs[row] = duration;
      rows.firstTokenMs[row] = first >= startMs ? first - startMs : -1;
      rows.promptTokens[row] = prompt;
      rows.completionTokens[row] = completion;
      rows.cachedTokens[row] = cached;
      rows.spendNano[row] = spend;
      rows.position[row] = position;
      rows.profile[row] = profile;
      rows.errorMessage[row] = errorNumbers[number] ??= errorNumber(said);
      rows.tags[row] = tags;
      rows.endUser[row] = endUser;
      rows.session[row] = session;
      rows.extra[row] = others;
      const from = at(ID);
      if (!ids.addBytes(memory, from + 1, from + length(ID) - 1)) {
        const id = parsed(Buffer.from(memory.buffer, from, length(ID)).toString('utf8'));
        if (typeof id !== 'string') return false;
        ids.addText(id);
      }
      builder.commit();
      return true;
    },
  };

  function errorNumber({ errorMessage }: Combination): number {
    return errorMessage === null ? 0 : words.numberOf(JSON.stringify(errorMessage));
  }
}

const NO_LINES: ScannedLines = {
  count: 0,
  start: new Uint32Array(0),
  length: new Uint32Array(0),
  flags: new Uint32Array(0),
  combination: new Uint32Array(0),
  words: [],
  rawAt: [],
  rawLength: [],
};

/** Undefined for what is no JSON: the scanner does not look at every byte. */
function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function toCombination(request: LoggedRequest): Combination {
  return { profile: profileOf(request), errorMessage: request.errorMessage };
}

function understood(part: JsonObject): LoggedRequest {
  const outcome = readSpendLog({ ...BARE, ...part });
  if (!outcome.ok) throw new TypeError(outcome.reason);
  return outcome.request;
}

function tagsOf(part: JsonObject): string {
  const { tags } = understood(part);
  return tags.length === 0 ? '' : JSON.stringify(tags);
}
