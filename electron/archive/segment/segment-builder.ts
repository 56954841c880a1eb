import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { canonicalJson } from '../../../shared/json.ts';
import { addressNumber } from './address.ts';
import { profileOf, profileText } from './profile.ts';
import type { Profile } from './profile.ts';
import { createIdWriter } from './request-ids.ts';
import type { IdWriter } from './request-ids.ts';
import { makeColumns, NO_WORD } from './row-columns.ts';
import type { RowColumns } from './row-columns.ts';
import { createWordList } from './word-list.ts';
import type { WordList } from './word-list.ts';

/** Requests of one segment being gathered, as columns. */
export interface SegmentBuilder {
  readonly rows: RowColumns;
  readonly ids: IdWriter;
  /** Texts of this segment. */
  readonly words: WordList;
  readonly profiles: readonly Profile[];
  readonly count: number;
  readonly full: boolean;
  /** The number of a profile, given as the text of {@link profileText}. */
  profileNumber(text: string, profile: Profile): number;
  /** Adds a request. `position` is where it stands in its file, bytes; -1 where there is none. */
  add(request: LoggedRequest, position: number): void;
  /** Counts a row that was written into the columns directly, with its id. */
  commit(): void;
  /** Forgets everything: the next segment begins. */
  clear(): void;
}

/** Makes room for a segment of `capacity` requests. */
export function createBuilder(capacity: number): SegmentBuilder {
  const rows = makeColumns(capacity);
  const ids = createIdWriter(capacity);
  let words = createWordList();
  let profiles: Profile[] = [];
  let profileNumbers = new Map<string, number>();
  let count = 0;

  function profileNumber(text: string, profile: Profile): number {
    const known = profileNumbers.get(text);
    if (known !== undefined) return known;
    const number = profiles.length;
    profiles.push(profile);
    profileNumbers.set(text, number);
    return number;
  }

  return {
    rows,
    ids,
    get words() {
      return words;
    },
    get profiles() {
      return profiles;
    },
    get count() {
      return count;
    },
    get full() {
      return count >= capacity;
    },
    profileNumber,
    add(request, position) {
      const profile = profileOf(request);
      ids.addText(request.id);
      rows.startMs[count] = Math.trunc(request.startMs);
      rows.durationMs[count] = request.durationMs === null ? -1 : Math.round(request.durationMs);
      rows.firstTokenMs[count] = request.firstTokenMs === null ? -1 : Math.round(request.firstTokenMs);
      rows.promptTokens[count] = request.promptTokens;
      rows.completionTokens[count] = request.completionTokens;
      rows.cachedTokens[count] = request.cachedTokens ?? -1;
      rows.spendNano[count] = request.spendNano ?? -1;
      rows.address[count] = addressNumber(request.address, words);
      rows.position[count] = position;
      rows.profile[count] = profileNumber(profileText(profile), profile);
      rows.endUser[count] = words.numberOf(request.endUser);
      rows.tags[count] = request.tags.length === 0 ? NO_WORD : words.numberOf(JSON.stringify(request.tags));
      rows.session[count] = words.numberOf(request.session);
      rows.errorMessage[count] =
        request.errorMessage === null ? NO_WORD : words.numberOf(JSON.stringify(request.errorMessage));
      rows.extra[count] = extraNumber(request.extra, words);
      count += 1;
    },
    commit() {
      count += 1;
    },
    clear() {
      count = 0;
      ids.clear();
      words = createWordList();
      profiles = [];
      profileNumbers = new Map();
    },
  };
}

/** Extra fields as the number of a word: equal fields in any order, the same number. */
export function extraNumber(extra: LoggedRequest['extra'], words: WordList): number {
  for (const name in extra) if (Object.hasOwn(extra, name)) return words.numberOf(canonicalJson(extra));
  return NO_WORD;
}
