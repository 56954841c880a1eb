import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { REDACTED } from '../http/redact.ts';
import { only, requireText, sorted, textList, textOr, without } from './fields.ts';
import { idBelow } from './key.ts';

const OBSERVED = ['id', 'user_id', 'created_at', 'updated_at', 'disabled_at'];

/**
 * A webhook. It has no name, so it goes by its owner and address, which need not be unique. `events` null: it is told of
 * everything. Its secret, which only the answer to its making carries, is hidden.
 */
export function readWebhook(row: JsonObject, ownerName: (userId: string) => string | undefined): Resource {
  const userId = textOr(row['user_id'], '');
  const events = textList(row['event_types']);
  const told = events !== null || (row['event_types'] ?? null) === null;
  const { enabled } = row;
  const fields = ['secret', ...(told ? ['event_types'] : []), ...(enabled === undefined ? [] : ['enabled'])];
  return {
    kind: 'webhook',
    id: idBelow(userId, requireText(row, 'id')),
    name: `${ownerName(userId) ?? userId}/${textOr(row['url'], '')}`,
    owner: 'database',
    fields: {
      user: userId,
      ...(enabled === undefined ? {} : { active: enabled }),
      ...(told ? { events: events === null ? null : sorted(events) } : {}),
    },
    settings: without(row, [...fields, ...OBSERVED]),
    observed: { ...only(row, OBSERVED), ...('secret' in row ? { secret: REDACTED } : {}) },
  };
}
