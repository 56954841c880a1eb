import fc from 'fast-check';

import { AUDIT_FIELDS } from '../../shared/audit/fields.ts';
import type { AuditField, FieldName } from '../../shared/audit/fields.ts';
import { needsValue, OPS_OF_TYPE } from '../../shared/audit/filter.ts';
import type { Condition, RequestFilter } from '../../shared/audit/filter.ts';
import type { RequestOrder } from '../../shared/audit/order.ts';

/** Words that the requests of `requests.ts` have, and some that they do not. */
const TEXTS = [
  '',
  'eu',
  'us',
  'model',
  'management',
  'team-1',
  'team-2',
  'payments',
  'логистика',
  'ЛОГИ',
  'café',
  'CAFÉ',
  'a1',
  'prod',
  'user-1',
  'cust',
  'gpt-4o',
  'GPT',
  'openai/gpt-4o',
  'openai',
  '403',
  'ProxyException',
  'env:prod',
  'batch',
  '10.0.0.1',
  'acompletion',
  "'",
  '%',
  'nothing has this',
] as const;

/** A condition on any field, with a comparison and a value that fit it. */
export const anyCondition: fc.Arbitrary<Condition> = fc
  .constantFrom(...AUDIT_FIELDS)
  .chain((field) =>
    fc
      .constantFrom(...OPS_OF_TYPE[field.type])
      .chain((op) =>
        needsValue(op)
          ? anyValue(field, op === 'contains').map((value): Condition => ({ field: field.name, op, value }))
          : fc.constant<Condition>({ field: field.name, op }),
      ),
  );

function anyValue({ type }: AuditField, filled: boolean): fc.Arbitrary<string | number> {
  switch (type) {
    case 'text':
      return fc.constantFrom(...TEXTS.filter((text) => !filled || text !== ''));
    case 'number':
      return fc.oneof(fc.nat(1_000_000), fc.constantFrom(0, 100, 900));
    case 'money':
      return fc.constantFrom('0', '0.5', '1.25', '2', '4.999999999');
    case 'time':
      return anyInstant;
    case 'flag':
      return fc.constantFrom('true', 'false');
  }
}

const anyInstant = fc
  .integer({ min: Date.UTC(2026, 8, 29), max: Date.UTC(2026, 10, 3) })
  .map((ms) => new Date(ms).toISOString());
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/** A filter that may find something among the requests of `requests.ts`, on nodes `eu` and `us`. */
export const anyFilter: fc.Arbitrary<RequestFilter> = fc.record({
  from: maybe(anyInstant),
  until: maybe(anyInstant),
  node: maybe(fc.constantFrom('eu', 'us', 'none')),
  text: maybe(fc.constantFrom(...TEXTS)),
  where: fc.array(anyCondition, { maxLength: 3 }),
});

const anyDay = fc
  .integer({ min: -2, max: 33 })
  .map((day) => new Date(Date.UTC(2026, 9, 1 + day)).toISOString());

/** A filter of whole days by fields that roll-ups are grouped by. */
export const anySummedFilter: fc.Arbitrary<RequestFilter> = fc.record({
  from: maybe(anyDay),
  until: maybe(anyDay),
  node: maybe(fc.constantFrom('eu', 'us', 'none')),
  where: fc.array(
    anyCondition.filter(({ field }) => SUMMED.has(field)),
    { maxLength: 2 },
  ),
});

const SUMMED: ReadonlySet<FieldName> = new Set(['node', 'teamId', 'model', 'key', 'user', 'ok', 'kind']);

/** An order by any field, often by time. */
export const anyOrder: fc.Arbitrary<RequestOrder> = fc.record({
  sort: fc.oneof(
    fc.constant<FieldName>('startMs'),
    fc.constantFrom<FieldName>(...AUDIT_FIELDS.map(({ name }) => name)),
  ),
  descending: fc.boolean(),
});
