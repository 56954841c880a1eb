import type { JsonObject } from '../../../../shared/json.ts';
import { segment } from '../../http/route.ts';
import type { Session } from '../session.ts';
import { readOne } from './read-one.ts';

/** One model, on or switched off; null where the node shows none to this key. */
export async function readModelRow(
  session: Session,
  id: string,
  query: Readonly<Record<string, string>> = {},
): Promise<{ readonly row: JsonObject; readonly isOff: boolean } | null> {
  const path = `/models/${segment(id)}`;
  const row = await readOne(session, path, query);
  if (row !== null) return { row, isOff: false };
  const off = await readOne(session, path, { ...query, inactive: 'true' });
  return off === null ? null : { row: off, isOff: true };
}
