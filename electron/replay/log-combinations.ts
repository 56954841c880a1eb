import type { GatewayKind } from '../../shared/fleet/node.ts';
import type { AskedMarks, Combination } from '../../shared/replay/request-log.ts';
import { createPairs } from '../../shared/pair-numbers.ts';
import type { Profile } from '../archive/segment/profile.ts';
import type { ProfileValue } from '../archive/segment/profile-table.ts';
import type { SegmentReader } from '../archive/segment/segment-reader.ts';
import { REFUSED_BY } from '../gateways/refused-by-gateway.ts';
import type { LoggedOutcome } from '../gateways/refused-by-gateway.ts';
import { createLogMarks } from './log-marks.ts';
import type { LogMarks } from './log-marks.ts';

/** The combinations of a log that is read segment by segment. */
export interface LogCombinations {
  readonly all: readonly Combination[];
  /** The number of each profile's combination, {@link OTHER} for what is none. */
  ofProfiles(reader: SegmentReader): Uint32Array;
  /** Tells the rows of a segment apart by more than their profiles; null where that is not asked for. */
  readonly marks: LogMarks | null;
}

/** No call of a model. */
export const OTHER = 0xffff_ffff;

/** What a combination is made of. */
const NAMES = ['teamId', 'key', 'user', 'model'] as const satisfies readonly (keyof Profile)[];
/** What prices depend on beside them. */
const SERVING = ['servedModel', 'provider'] as const satisfies readonly (keyof Profile)[];

/** What is added to the names of a combination. */
const REFUSED = 1;
const FREE = 2;
const NO_CALL = 255;

/** What is told of requests. */
export interface LogReading {
  readonly gateway: GatewayKind;
  /** With what prices depend on. */
  readonly withPrices: boolean;
  /** Customers and tags that are told apart; none where left out. */
  readonly marks?: AskedMarks | undefined;
}

/**
 * Numbers combinations: of a month of many keys there are as many profiles as requests, so that nothing is made for each
 * of them but a number, and each text is there once.
 */
export function createLogCombinations({ gateway, withPrices, marks: asked }: LogReading): LogCombinations {
  const all: Combination[] = [];
  const values = new Map<ProfileValue, number>();
  const texts: string[] = [];
  const pairs = createPairs();
  const combinations = createPairs();
  /** The place among all of each that profiles say. */
  const places: number[] = [];
  const isRefused = REFUSED_BY[gateway];
  const fields = withPrices ? [...NAMES, ...SERVING] : NAMES;

  /** The same in all segments. What is not said is one with what is empty. */
  function valueNumber(said: ProfileValue): number {
    const value = said ?? '';
    let number = values.get(value);
    if (number === undefined) {
      number = texts.push(String(value)) - 1;
      values.set(value, number);
    }
    return number;
  }

  function addName(names: Uint32Array, column: Uint32Array, shared: Uint32Array): void {
    for (let at = 0; at < names.length; at += 1)
      names[at] = pairs.numberOf(names[at] ?? 0, shared[column[at] ?? 0] ?? 0);
  }

  function make(named: readonly number[], state: number): Combination {
    const [team = '', key = '', user = '', model = '', servedModel = '', provider = ''] = named.map(
      (number) => texts[number] ?? '',
    );
    const outcome = (state & REFUSED) === 0 ? 'allowed' : 'refused';
    const said = { team, key, user, model, outcome } as const;
    return withPrices ? { ...said, servedModel, provider, isFree: (state & FREE) !== 0 } : said;
  }

  const asksMarks = asked !== undefined && (asked.customers.length > 0 || asked.tags.length > 0);
  return {
    all,
    marks: asksMarks ? createLogMarks(asked, all, OTHER) : null,
    ofProfiles(reader) {
      const shared = Uint32Array.from(reader.values(), valueNumber);
      const columns = fields.map((field) => reader.profileValues(field));
      const marks = marksOf(reader, isRefused, withPrices);
      // Name by name, and each loop by itself: what is short is compiled at once.
      const names = new Uint32Array(marks.length);
      for (const column of columns) addName(names, column, shared);
      const found = new Uint32Array(marks.length);
      for (let at = 0; at < found.length; at += 1) {
        const mark = marks[at] ?? 0;
        if (mark === NO_CALL) {
          found[at] = OTHER;
          continue;
        }
        const number = combinations.numberOf(names[at] ?? 0, mark) - 1;
        places[number] ??=
          all.push(
            make(
              columns.map((column) => shared[column[at] ?? 0] ?? 0),
              mark,
            ),
          ) - 1;
        found[at] = places[number] ?? OTHER;
      }
      return found;
    },
  };
}

/** For each profile what is added to its names. */
function marksOf(
  reader: SegmentReader,
  isRefused: (outcome: LoggedOutcome) => boolean,
  withPrices: boolean,
): Uint8Array {
  const values = reader.values();
  const isCall = values.map((value) => value === 'model');
  const isNothing = values.map((value) => (value ?? '') === '');
  const isTrue = values.map((value) => value === true);
  const [kinds, models, oks, hits] = (['kind', 'model', 'ok', 'cacheHit'] as const).map((field) =>
    reader.profileValues(field),
  );
  const outcomeOf = createOutcomes(reader);
  const marks = new Uint8Array(reader.facts.profiles);
  for (let at = 0; at < marks.length; at += 1) {
    if (isCall[kinds?.[at] ?? 0] !== true || isNothing[models?.[at] ?? 0] === true) {
      marks[at] = NO_CALL;
      continue;
    }
    const isOk = isTrue[oks?.[at] ?? 0] === true;
    const refused = !isOk && isRefused(outcomeOf(at)) ? REFUSED : 0;
    marks[at] = refused + (withPrices && (!isOk || isTrue[hits?.[at] ?? 0] === true) ? FREE : 0);
  }
  return marks;
}

/** What became of requests that did not go well, by the number of a profile. */
function createOutcomes(reader: SegmentReader): (profile: number) => LoggedOutcome {
  const values = reader.values();
  const [codes, classes, serving] = (['errorCode', 'errorClass', 'servedModel'] as const).map((field) =>
    reader.profileValues(field),
  );
  const valueOf = (column: Uint32Array | undefined, at: number) => values[column?.[at] ?? 0] ?? null;
  return (profile) =>
    ({
      ok: false,
      errorCode: valueOf(codes, profile),
      errorClass: valueOf(classes, profile),
      servedModel: valueOf(serving, profile),
    }) as LoggedOutcome;
}
