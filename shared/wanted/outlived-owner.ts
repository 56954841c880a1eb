import type { Resource } from '../fleet/snapshot.ts';

/**
 * Gives what is wanted of an entry of a ledger the owner that it has there, where the node no longer holds them: an entry
 * outlives whom it was for, and a file that goes on naming them by name wants nothing else of it. A name that stands for
 * somebody who is there is another owner, and stays.
 */
export function outlivedOwners(held: readonly Resource[]): (wanted: Resource) => Resource {
  const owners = new Map(
    held.flatMap(({ kind, name, fields }) => (kind === 'grant' ? [[name, fields['user']]] : [])),
  );
  const people = new Set(
    held.flatMap(({ kind, id }) => (kind === 'user' || kind === 'organization' ? [id] : [])),
  );
  return (wanted) => {
    const { kind, name, fields } = wanted;
    const { user } = fields;
    const owner = owners.get(name);
    if (kind !== 'grant' || typeof user !== 'string' || typeof owner !== 'string') return wanted;
    if (people.has(owner) || people.has(user)) return wanted;
    return { ...wanted, fields: { ...fields, user: owner } };
  };
}
