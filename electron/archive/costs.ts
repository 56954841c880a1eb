import { DAY_MS } from '../../shared/audit/months.ts';
import type { CostDimension, CostMeasures, CostRow } from '../../shared/cost/cost-report.ts';
import { formatNano } from '../../shared/cost/money.ts';
import type { SeenName } from './names.ts';
import type { SegmentReader } from './segment-readers.ts';
import { selectExact, toBigInt, toNumber } from './sqlite.ts';
import { storable } from './words.ts';

/** Sums of one group, exact. */
export interface CostSums {
  requests: number;
  failures: number;
  promptTokens: number;
  completionTokens: number;
  nano: bigint;
}

/** One group of a segment: the value of each dimension, and its sums. */
export interface CostGroup {
  readonly values: readonly string[];
  readonly sums: CostSums;
}

/** The value of some dimensions that is counted; everything when there is none. */
export type CostOnly = Readonly<Partial<Record<Exclude<CostDimension, 'day'>, string | undefined>>>;

const HOURS_OF_DAY = 24;

/** What each dimension is in the roll-ups; `node` is the segment's own. */
const EXPRESSIONS: Readonly<Record<CostDimension, string>> = {
  team: 'team',
  model: 'model',
  key: 'key',
  user: 'user',
  day: `hour / ${HOURS_OF_DAY}`,
  node: '0',
};

/** Sums a segment's roll-ups by some dimensions. */
export function groupCosts(
  segment: SegmentReader,
  by: readonly CostDimension[],
  only: CostOnly = {},
): readonly CostGroup[] {
  const where = conditionOf(segment, only);
  if (where === null) return [];
  const keys = by.map((dimension) => EXPRESSIONS[dimension]);
  const rows = selectExact(
    segment.database,
    `SELECT ${keys.join(', ')}, sum(requests), sum(CASE ok WHEN 0 THEN requests ELSE 0 END),
       sum(prompt_tokens), sum(completion_tokens), sum(spend_nano)
     FROM rollup WHERE ${where} GROUP BY ${keys.map((_, index) => index + 1).join(', ')}`,
  );
  return rows.map((row) => {
    const [requests, failures, prompt, completion, nano] = row.slice(by.length);
    return {
      values: by.map((dimension, index) => textOf(segment, dimension, toNumber(row[index]))),
      sums: {
        requests: toNumber(requests),
        failures: toNumber(failures),
        promptTokens: toNumber(prompt),
        completionTokens: toNumber(completion),
        nano: toBigInt(nano),
      },
    };
  });
}

/** A condition on the roll-ups; null when nothing of the segment can have these values. */
function conditionOf(segment: SegmentReader, { node, ...columns }: CostOnly): string | null {
  if (node !== undefined && node !== segment.node) return null;
  const parts = ['TRUE'];
  for (const [column, text] of Object.entries(columns)) {
    if (text === undefined) continue;
    const number = [...segment.words].find(([, word]) => word === storable(text))?.[0];
    if (number === undefined) return null;
    parts.push(`${column} = ${number}`);
  }
  return parts.join(' AND ');
}

/** Adds one group's sums to another's. */
export function addSums(to: CostSums, more: CostSums): void {
  to.requests += more.requests;
  to.failures += more.failures;
  to.promptTokens += more.promptTokens;
  to.completionTokens += more.completionTokens;
  to.nano += more.nano;
}

/** Sums of nothing. */
export function noSums(): CostSums {
  return { requests: 0, failures: 0, promptTokens: 0, completionTokens: 0, nano: 0n };
}

/** Sums as they are shown. */
export function toMeasures({ nano, ...counts }: CostSums): CostMeasures {
  return { ...counts, spend: formatNano(nano) };
}

/** The dimensions of a group as fields of a row. */
export function toRow(
  by: readonly CostDimension[],
  { values, sums }: CostGroup,
  names: Readonly<Record<'team' | 'key', ReadonlyMap<string, SeenName>>>,
): CostRow {
  const fields = by.map((dimension, index) => fieldsOf(dimension, values[index] ?? '', names));
  return Object.assign({}, ...fields, toMeasures(sums)) as CostRow;
}

function fieldsOf(
  dimension: CostDimension,
  value: string,
  names: Readonly<Record<'team' | 'key', ReadonlyMap<string, SeenName>>>,
): Partial<CostRow> {
  if (dimension === 'team') return { teamId: value, teamAlias: names.team.get(value)?.name ?? null };
  if (dimension === 'key') return { key: value, keyAlias: names.key.get(value)?.name ?? null };
  return { [dimension]: value };
}

function textOf(segment: SegmentReader, dimension: CostDimension, cell: number): string {
  if (dimension === 'node') return segment.node;
  if (dimension === 'day') return new Date(cell * DAY_MS).toISOString().slice(0, 10);
  return segment.words.get(cell) ?? '';
}
