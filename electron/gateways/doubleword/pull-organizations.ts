import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { segment } from '../http/route.ts';
import type { Caller } from './caller.ts';
import { requireText, textOr } from './fields.ts';
import { readEach } from './pulling.ts';
import type { Lack, Pulling } from './pulling.ts';
import { readOrganization } from './user.ts';

/**
 * Organizations with their members. Only the answer for each one tells its balance and how many are in it; only its list
 * of members tells who they are (dwctl 10.13.1). The list of an organization that is gone is empty, its own answer a 404.
 */
export async function pullOrganizations(
  pulling: Pulling,
  caller: Caller,
  lack: Lack,
): Promise<readonly Resource[]> {
  const rows = await pulling.list('/organizations', (row) => row, lack);
  if (!caller.seesAll) lack('This key sees only the organizations of its owner.');
  return readEach(
    rows,
    (row) => textOr(row['display_name'], textOr(row['username'], '')),
    (row) => readWhole(pulling, row, lack),
    lack,
  );
}

async function readWhole(pulling: Pulling, row: JsonObject, lack: Lack): Promise<Resource> {
  const path = `/organizations/${segment(requireText(row, 'id'))}`;
  const members = await pulling.list(`${path}/members`, (member) => member, lack);
  const { body } = await pulling.get(path);
  return readOrganization({ ...row, ...(isJsonObject(body) ? body : {}) }, members);
}
