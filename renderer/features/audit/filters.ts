import { fieldOf, type FieldName } from '../../../shared/audit/fields.ts';
import {
  needsValue,
  type Condition,
  type FilterOp,
  type RequestFilter,
} from '../../../shared/audit/filter.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import type { AuditFilter } from '../../app/state/navigation.ts';
import { formatCount, formatUsd, shortenId } from '../../ui/format.ts';
import { resolveRange, WINDOW_MONTH } from './time-range.ts';

/** What a kind of request is called. */
export const KIND_NAMES: Readonly<Record<AuditRow['kind'], string>> = {
  model: 'model call',
  management: 'admin call',
  other: 'other call',
};

/** How a comparison is said after the name of its field. */
export const OP_WORDS: Readonly<Record<FilterOp, string>> = {
  is: 'is',
  isNot: 'is not',
  contains: 'contains',
  atLeast: 'is at least',
  atMost: 'is at most',
  isEmpty: 'is empty',
  isNotEmpty: 'is not empty',
};

/** A condition in force, as it is shown. */
export interface FilterChip {
  readonly condition: Condition;
  /** `Team is`, or `or` for an alternative to the chip before it. */
  readonly words: string;
  /** Empty where the comparison takes none. */
  readonly value: string;
  /** The whole of it, for the tooltip and the button that takes it off. */
  readonly title: string;
}

/**
 * The question that a filter asks, with its span as instants.
 *
 * @param month the month of the window, `YYYY-MM`
 */
export function toRequestFilter(filter: AuditFilter, month: string, nowMs: number): RequestFilter {
  const where = filter.where ?? [];
  const nodes = where.filter(({ field }) => field === 'node');
  const [node] = nodes;
  // One node alone is asked for by name: then nothing of the others has to be opened.
  const single =
    nodes.length === 1 && node?.op === 'is' && typeof node.value === 'string' && node.value !== '';
  return {
    ...resolveRange(filter.range ?? WINDOW_MONTH, month, nowMs),
    ...(single && { node: node.value }),
    ...(filter.text !== undefined && filter.text !== '' && { text: filter.text }),
    where: single ? where.filter(({ field }) => field !== 'node') : where,
  };
}

/** Whether anything narrows the rows of the span. */
export function isNarrowed(filter: AuditFilter): boolean {
  return (filter.where ?? []).length > 0 || (filter.text ?? '') !== '';
}

/** With a condition more; one that is there already is not added twice. */
export function withCondition(filter: AuditFilter, condition: Condition): AuditFilter {
  const where = filter.where ?? [];
  if (where.some((other) => sameCondition(other, condition))) return filter;
  return { ...filter, where: [...where, condition] };
}

/** Without one condition. */
export function withoutCondition(filter: AuditFilter, condition: Condition): AuditFilter {
  return { ...filter, where: (filter.where ?? []).filter((other) => !sameCondition(other, condition)) };
}

/** With another text; none when it is empty. */
export function withText({ text: _old, ...filter }: AuditFilter, text: string): AuditFilter {
  return text === '' ? filter : { ...filter, text };
}

/** Without conditions and text, in the same span. */
export function cleared({ range }: AuditFilter): AuditFilter {
  return range === undefined ? {} : { range };
}

function sameCondition(a: Condition, b: Condition): boolean {
  return a.field === b.field && a.op === b.op && a.value === b.value;
}

/** The conditions in force; alternatives stand together. `names` gives a team's or key's name for its id. */
export function chipsOf(
  where: readonly Condition[],
  names: ReadonlyMap<string, string>,
): readonly FilterChip[] {
  const fields = [...new Set(where.map(({ field }) => field))];
  return fields.flatMap((field) => {
    const ofField = where.filter((condition) => condition.field === field);
    const alternatives = ofField.filter(({ op }) => op === 'is');
    const others = ofField.filter(({ op }) => op !== 'is');
    return [...alternatives, ...others].map((condition, index): FilterChip => {
      const value = showValue(condition, names);
      const said = `${fieldOf(field).title} ${OP_WORDS[condition.op]}`;
      const words = condition.op === 'is' && index > 0 ? 'or' : said;
      return { condition, words, value, title: value === '' ? said : `${said} ${value}` };
    });
  });
}

/** A condition's value as a person reads it; empty where it takes none. */
export function showValue({ field, op, value }: Condition, names: ReadonlyMap<string, string>): string {
  if (!needsValue(op) || value === undefined) return '';
  const text = String(value);
  const name = names.get(nameKey(field, text));
  if (name !== undefined) return name;
  switch (fieldOf(field).type) {
    case 'flag':
      return flagWord(field, text === 'true');
    case 'money':
      return formatUsd(text);
    case 'number':
      return formatCount(Number(text));
    default:
      break;
  }
  if (text === '') return 'none';
  if (field === 'kind') return KIND_NAMES[text as AuditRow['kind']] ?? text;
  return field === 'key' || field === 'teamId' ? shortenId(text) : text;
}

/** A flag in the word of its field. */
export function flagWord(field: FieldName, value: boolean): string {
  if (field === 'ok') return value ? 'ok' : 'failed';
  return value ? 'yes' : 'no';
}

/** Under which the name of a value is looked up. */
export function nameKey(field: FieldName, value: string): string {
  return `${field} ${value}`;
}

/** The names of the teams and keys in some rows. */
export function namesIn(rows: Iterable<AuditRow>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { teamId, teamAlias, key, keyAlias } of rows) {
    if (teamAlias !== null && teamAlias !== '') names.set(nameKey('teamId', teamId), teamAlias);
    if (keyAlias !== null && keyAlias !== '') names.set(nameKey('key', key), keyAlias);
  }
  return names;
}
