import type { Resource } from '../../fleet/snapshot.ts';

/**
 * The entry that takes another one back: a ledger is only ever added to. Its name follows from the other's, so that taking
 * back twice writes it once.
 */
export function counterGrant({ name, fields, ...grant }: Resource): Resource {
  const type = fields['type'] === 'admin_removal' ? 'admin_grant' : 'admin_removal';
  const counter = `${name}:taken-back`;
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
