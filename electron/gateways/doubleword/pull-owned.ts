import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { segment } from '../http/route.ts';
import { readEach } from './pulling.ts';
import type { Lack, Pulling } from './pulling.ts';

/** Whom keys and webhooks are asked for, and whether these are all that there are. */
export interface Owners {
  readonly ids: readonly string[];
  readonly nameOf: (id: string) => string;
  /** Why others are left out; null when none are. */
  readonly others: string | null;
}

/** Owners asked between two words on how far it is. */
const TOLD_EVERY = 50;

/**
 * What the gateway lists only below its owner, owner by owner (dwctl 10.13.1 has no list of all keys or webhooks), as many
 * lists at once as the node stands. The list of an owner who is gone meanwhile is empty, or a 404.
 * @param what for a person: `keys`.
 */
export async function pullOwned(
  pulling: Pulling,
  owners: Owners,
  { what, route }: { readonly what: string; readonly route: string },
  read: (row: JsonObject) => Resource,
  lack: Lack,
): Promise<readonly Resource[]> {
  if (owners.others !== null) lack(owners.others);
  let asked = 0;
  const ofOwner = async (id: string): Promise<readonly Resource[]> => {
    const rows = await pulling.list(`/users/${segment(id)}/${route}`, read, lack);
    asked += 1;
    if (asked % TOLD_EVERY === 0)
      pulling.tell(`${what} of ${String(asked)} of ${String(owners.ids.length)} users and organizations`);
    return rows;
  };
  const lists = await readEach(owners.ids, owners.nameOf, ofOwner, lack);
  return lists.flat();
}
