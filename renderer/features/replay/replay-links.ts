import type { Condition } from '../../../shared/audit/filter.ts';
import type { AccessRow } from '../../../shared/replay/access-matrix.ts';
import type { ReplaySample } from '../../../shared/replay/replay-report.ts';
import { go } from '../../app/state/navigation.ts';
import type { ReplaySplit } from './replay-words.ts';

/** The field of the request log that a split is by; rules are in no log. */
const FIELDS = { team: 'teamId', model: 'model', key: 'key', user: 'user' } as const;

/** Whether the requests of a split's row can be shown in the audit table. */
export function canShow(by: ReplaySplit): by is keyof typeof FIELDS {
  return by !== 'rule';
}

/** Shows the month's requests of a row in the audit table. */
export function showRequests(by: keyof typeof FIELDS, id: string): void {
  go({ screen: 'audit', filter: { where: [conditionOf(FIELDS[by], id)] } });
}

/** Shows the month's requests of a caller for a model. */
export function showCell(node: string, { kind, id }: Pick<AccessRow, 'kind' | 'id'>, model: string): void {
  const caller = conditionOf(kind === 'team' ? 'teamId' : 'user', id);
  go({
    screen: 'audit',
    filter: { where: [conditionOf('node', node), caller, conditionOf('model', model)] },
  });
}

/** Shows one request in the audit table. */
export function showSample({ node, id }: ReplaySample): void {
  go({ screen: 'audit', filter: { where: [conditionOf('node', node), conditionOf('id', id)] } });
}

function conditionOf(field: Condition['field'], value: string): Condition {
  return value === '' ? { field, op: 'isEmpty' } : { field, op: 'is', value };
}
