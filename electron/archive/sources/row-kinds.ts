import type { JsonObject } from '../../../shared/json.ts';
import { isStandardLog } from '../../gateways/litellm/standard-log.ts';

/** Which reader the rows of a source are for. */
export type RowKind = 'litellm' | 'doubleword-requests' | 'doubleword-transactions';

/** What a record is, with LiteLLM's logging payloads told from the rows of its spend log. */
export type RecordKind = RowKind | 'litellm-payload';

/** Names that tell a record, by its kind: rows of LiteLLM 1.81.13 and 1.106.2, and of dwctl 10.13.1. */
const TELLING: readonly (readonly [RowKind, readonly string[]])[] = [
  ['litellm', ['request_id', 'startTime']],
  ['doubleword-transactions', ['source_id', 'amount', 'transaction_type']],
  ['doubleword-requests', ['id', 'timestamp', 'uri']],
];

/** What a record is, by the names of its fields; null for one that nobody here knows. */
export function recordKind(record: JsonObject): RecordKind | null {
  return kindOfNames(Object.keys(record)) ?? (isStandardLog(record) ? 'litellm-payload' : null);
}

/** What the rows of a table with these columns are. */
export function kindOfNames(names: readonly string[]): RowKind | null {
  const given = new Set(names);
  return TELLING.find(([, telling]) => telling.every((name) => given.has(name)))?.[0] ?? null;
}
