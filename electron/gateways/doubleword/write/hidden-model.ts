import { segment } from '../../http/route.ts';
import { textOr } from '../fields.ts';
import type { Session } from '../session.ts';
import { modelRows } from './names.ts';
import { readModelRow } from './read-model.ts';

/**
 * Frees the name of a model that was deleted (dwctl 10.13.1): deleting one only hides it, and its name stays taken for
 * good, so that the same model could never be made again. The hidden one is renamed; nothing is called by it any more, and
 * the request log keeps names as they were. Only an admin is shown hidden models.
 *
 * @returns the name that the hidden model has now; null where none had the name
 */
export async function freeHiddenAlias(session: Session, alias: string): Promise<string | null> {
  const rows = await modelRows(session, { deleted: 'true' });
  const held = rows.find((row) => row['alias'] === alias);
  if (held === undefined) return null;
  const id = textOr(held['id'], '');
  const path = `/models/${segment(id)}`;
  // The list has all others too.
  if ((await readModelRow(session, id)) !== null) return null;
  const freed = `${alias} (deleted ${id.slice(0, 8)})`;
  await session.send('PATCH', path, { alias: freed });
  return freed;
}
