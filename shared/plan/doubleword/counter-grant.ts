import type { Resource } from '../../fleet/snapshot.ts';

/** What the name of an entry ends with that takes another one back. */
const TAKEN_BACK = ':taken-back';

/** The name of an entry without what was added to it as it was taken back, and that again. */
export function withoutTakenBack(name: string): string {
  let own = name;
  while (own.endsWith(TAKEN_BACK)) own = own.slice(0, -TAKEN_BACK.length);
  return own;
}

/**
 * The entry that takes another one back: a ledger is only ever added to. Its name follows from the other's, so that taking
 * back twice writes it once.
 */
export function counterGrant({ name, fields, ...grant }: Resource): Resource {
  const type = fields['type'] === 'admin_removal' ? 'admin_grant' : 'admin_removal';
  const counter = `${name}${TAKEN_BACK}`;
  return {
    ...grant,
    id: '',
    name: counter,
    owner: 'database',
    fields: { ...fields, type },
    settings: { description: `takes back ${name}` },
    observed: {},
  };
}
