import { isReadWhole, KIND_NAMES, type ResourceKind, type Snapshot } from '../../fleet/snapshot.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { wholePart } from '../comparable.ts';
import { fieldChanges, narrow } from '../field-changes.ts';
import type { CheckedDrafts, Draft } from '../gateway-planning.ts';

/** Fields that name users and organizations by their ids, as lists or one. */
const PEOPLE: Readonly<Partial<Record<ResourceKind, readonly string[]>>> = {
  team: ['members'],
  organization: ['owners', 'admins', 'members', 'keyManagers'],
  key: ['user'],
  grant: ['user'],
};

/**
 * Takes out of a plan what names somebody whom the node does not have. Groups go on naming who was deleted (seen with dwctl
 * 10.13.1); such a member goes with the next change of the list. Somebody new gets an id there only when the plan is
 * pushed (dwctl 8.94.2, 10.13.1), so that memberships, keys and grants of theirs come with the next plan. Where it is not
 * known who is there, nothing is taken out.
 */
export function withKnownPeople(
  drafts: readonly Draft[],
  { resources, sections, node }: Snapshot,
): CheckedDrafts {
  if (!isReadWhole(sections, 'user') || !isReadWhole(sections, 'organization')) return { drafts, left: [] };
  const known = new Set(
    resources.filter(({ kind }) => kind === 'user' || kind === 'organization').map(({ id }) => id),
  );
  const coming = new Set(
    drafts.flatMap(({ action, kind, name }) =>
      action === 'create' && (kind === 'user' || kind === 'organization') ? [name] : [],
    ),
  );
  const left: string[] = [];
  const kept = drafts.flatMap((draft): readonly Draft[] => {
    const { kind, name, wanted } = draft;
    const unknown = new Set<string>();
    const own = Object.entries(wanted ?? {}).filter(([field]) => PEOPLE[kind]?.includes(field));
    const isKnown = (value: JsonValue): boolean => {
      if (typeof value !== 'string' || known.has(value)) return true;
      unknown.add(value);
      return false;
    };
    const lists = own.flatMap(([field, value]): (readonly [string, JsonValue])[] =>
      Array.isArray(value) ? [[field, value.filter((item: JsonValue) => isKnown(item))]] : [],
    );
    const isAlone = own.some(([, value]) => !Array.isArray(value) && !isKnown(value));
    if (unknown.size === 0 || wanted === undefined) return [draft];
    for (const person of unknown)
      left.push(
        coming.has(person)
          ? `"${person}" is only made by this plan on ${node}: what the ${KIND_NAMES[kind]} "${name}" wants of it is not in it. Plan again after the push.`
          : `${node} has no user or organization "${person}", which the ${KIND_NAMES[kind]} "${name}" names: that is not in this plan. Check the spelling.`,
      );
    return isAlone ? [] : writing(draft, { ...wanted, ...Object.fromEntries(lists) });
  });
  return { drafts: kept, left };
}

/** The draft with another wanted state; none where nothing of it is left to do. */
function writing(draft: Draft, wanted: JsonObject): readonly Draft[] {
  const { kind, before, action } = draft;
  const held = before === undefined ? {} : narrow(wholePart(before), wanted);
  const fields = fieldChanges(kind, held, wanted);
  return fields.length === 0 && action === 'update' ? [] : [{ ...draft, wanted, fields }];
}
