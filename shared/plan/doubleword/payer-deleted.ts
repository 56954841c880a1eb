import { KIND_NAMES, type Resource, type Snapshot } from '../../fleet/snapshot.ts';
import type { JsonValue } from '../../json.ts';

/** So many names stand in a sentence at most. */
const MOST_NAMES = 5;

/**
 * What goes with a user or an organization that is deleted, and what does not (dwctl 10.13.1, by its source, and seen): its
 * row stays under a made-up name, with its credit and ledger; groups go on naming it. The keys of an organization would go on
 * calling models, and acting as whoever made them, so that they are deleted before it is; keys that a user made for others do
 * go on.
 */
export function payerDeleted(gone: Resource, { resources, node }: Snapshot): readonly string[] {
  const { kind, id, name, fields } = gone;
  const keys = resources.filter((one) => one.kind === 'key');
  const own = keys.filter((key) => key.fields['user'] === id);
  const madeForOthers = keys.filter((key) => key.observed['created_by'] === id && key.fields['user'] !== id);
  const teams = resources.filter((one) => one.kind === 'team' && listOf(one.fields['members']).includes(id));
  const people = new Set(['owners', 'admins', 'members'].flatMap((list) => listOf(fields[list])));
  const isOrganization = kind === 'organization';
  const parts = [
    ...(isOrganization && own.length > 0
      ? [`its keys (${namesOf(own)}) are deleted before it, as ${node} would leave them in force`]
      : []),
    ...(people.size > 0
      ? [`${people.size} ${people.size === 1 ? 'person is' : 'people are'} no longer in it`]
      : []),
    ...(madeForOthers.length > 0
      ? [`keys made by it for others go on working (${namesOf(madeForOthers)}): delete those that should not`]
      : []),
    ...(teams.length > 0
      ? [`${namesOf(teams)} go on naming it, without effect, until their members change`]
      : []),
    'its credit and its entries in the ledger stay with it, and come to nobody else',
  ];
  return [`With the ${KIND_NAMES[kind]} "${name}" on ${node}: ${parts.join('; ')}.`];
}

function namesOf(resources: readonly Resource[]): string {
  const names = resources.map(({ name }) => name).sort();
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
