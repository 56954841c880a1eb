import type { GatewayKind } from '../../shared/fleet/node.ts';
import type { Combination } from '../../shared/replay/request-log.ts';
import { createPairs } from '../archive/rollup/pair-numbers.ts';
import type { Profile } from '../archive/segment/profile.ts';
import type { ProfileValue } from '../archive/segment/profile-table.ts';
import type { SegmentReader } from '../archive/segment/segment-reader.ts';
import { REFUSED_BY } from '../gateways/refused-by-gateway.ts';
import type { LoggedOutcome } from '../gateways/refused-by-gateway.ts';

/** The combinations of a log that is read segment by segment. */
export interface LogCombinations {
  readonly all: readonly Combination[];
  /** The number of each profile's combination, {@link OTHER} for what is none. */
  ofProfiles(reader: SegmentReader): Uint32Array;
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

/**
 * Numbers combinations: of a month of many keys there are as many profiles as requests, so that nothing is made for each
 * of them but a number, and each text is there once.
 *
 * @param withPrices with what prices depend on
 */
export function createLogCombinations(gateway: GatewayKind, withPrices: boolean): LogCombinations {
  const all: Combination[] = [];
  const values = new Map<ProfileValue, number>();
  const texts: string[] = [];
  const pairs = createPairs();
  const combinations = createPairs();
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

  function make(named: readonly number[], marks: number): Combination {
    const [team = '', key = '', user = '', model = '', servedModel = '', provider = ''] = named.map(
      (number) => texts[number] ?? '',
    );
    const outcome = (marks & REFUSED) === 0 ? 'allowed' : 'refused';
    const asked = { team, key, user, model, outcome } as const;
    return withPrices ? { ...asked, servedModel, provider, isFree: (marks & FREE) !== 0 } : asked;
  }

  return {
    all,
    ofProfiles(reader) {
      const segmentValues = reader.values();
      const shared = Uint32Array.from(segmentValues, valueNumber);
      const nothing = valueNumber('');
      const columns = fields.map((field) => reader.profileValues(field));
      const models = reader.profileValues('model');
      const kinds = reader.profileValues('kind');
      const isCall = segmentValues.map((value) => value === 'model');
      const outcomes = createOutcomes(reader);
      const hits = withPrices ? reader.profileValues('cacheHit') : null;
      const found = new Uint32Array(reader.facts.profiles);
      for (let at = 0; at < found.length; at += 1) {
        if (isCall[kinds[at] ?? 0] !== true || shared[models[at] ?? 0] === nothing) {
          found[at] = OTHER;
          continue;
        }
        const failed = outcomes.failed(at);
        let marks = failed !== null && isRefused(failed) ? REFUSED : 0;
        if (hits !== null && (failed !== null || segmentValues[hits[at] ?? 0] === true)) marks += FREE;
        let names = 0;
        for (const column of columns) names = pairs.numberOf(names, shared[column[at] ?? 0] ?? 0);
        const number = combinations.numberOf(names, marks) - 1;
        if (number === all.length)
          all.push(
            make(
              columns.map((column) => shared[column[at] ?? 0] ?? 0),
              marks,
            ),
          );
        found[at] = number;
      }
      return found;
    },
  };
}

/** What became of the requests of profiles: most went well, and the rest is looked at as a whole. */
function createOutcomes(reader: SegmentReader): { failed(profile: number): LoggedOutcome | null } {
  const values = reader.values();
  const [oks, codes, classes, serving] = (['ok', 'errorCode', 'errorClass', 'servedModel'] as const).map(
    (field) => reader.profileValues(field),
  );
  const isOk = values.map((value) => value === true);
  const valueOf = (column: Uint32Array | undefined, at: number) => values[column?.[at] ?? 0] ?? null;
  return {
    failed(at) {
      if (isOk[oks?.[at] ?? 0] === true) return null;
      return {
        ok: false,
        errorCode: valueOf(codes, at),
        errorClass: valueOf(classes, at),
        servedModel: valueOf(serving, at),
      } as LoggedOutcome;
    },
  };
}
