import { EVERYONE } from '../../fleet/nil-identity.ts';
import type { Resource } from '../../fleet/snapshot.ts';
import { namesOf, textOf } from '../neutral-values.ts';

/** Who may call what on a Doubleword node, by the groups that they are in. */
export interface Access {
  /** The model of a public name; one that is switched off, too, which is served on (source of dwctl 10.13.1). */
  modelOf(name: string): Resource | undefined;
  /** Whether models were read at all; else no name says that there is none. */
  readonly knowsModels: boolean;
  /** Whether a user or organization may call a model; null where they are not known and not everyone may. */
  may(owner: string, model: string): boolean | null;
  /** Whether a group's members may call a model, as far as it depends on that group; null for one that is not there. */
  mayGroup(group: string, model: string): boolean | null;
  /** The key of that id; without one the only key for calls that an owner has. */
  keyOf(id: string, owner: string): Resource | undefined;
  /**
   * What a request may have been made for: of the key that it names, else of its owner's keys, of which those for batches and
   * the playground are in no list (dwctl 10.13.1).
   */
  purposesOf(id: string, owner: string): readonly string[];
}

export function createAccess(resources: readonly Resource[]): Access {
  const ofKind = (kind: Resource['kind']): readonly Resource[] =>
    resources.filter((one) => one.kind === kind);
  const models = new Map(ofKind('model').map((model) => [model.name, model]));
  const owners = new Set([...ofKind('user'), ...ofKind('organization')].map(({ id }) => id));
  const ofEveryone = new Set<string>();
  const ofOwner = new Map<string, Set<string>>();
  const ofGroup = new Map<string, ReadonlySet<string>>();
  const unread = new Set<string>();
  for (const { id, fields } of ofKind('team')) {
    const names = namesOf(fields['models']);
    // Where models were not to be listed, a group has no list, and nobody knows what it gives.
    if (!Array.isArray(fields['models']))
      for (const one of [id, ...namesOf(fields['members'])]) unread.add(one);
    ofGroup.set(id, new Set(names));
    if (id === EVERYONE) for (const name of names) ofEveryone.add(name);
    for (const member of namesOf(fields['members'])) {
      const known = ofOwner.get(member) ?? new Set();
      for (const name of names) known.add(name);
      ofOwner.set(member, known);
    }
  }
  const keys = new Map(ofKind('key').map((key) => [key.id, key]));
  const callKeys = new Map<string, Resource[]>();
  for (const key of keys.values()) {
    if (purposeOf(key) === 'platform') continue;
    const owner = textOf(key.fields['user']);
    callKeys.set(owner, [...(callKeys.get(owner) ?? []), key]);
  }
  return {
    modelOf: (name) => models.get(name),
    knowsModels: models.size > 0,
    may(owner, model) {
      if (ofEveryone.has(model)) return true;
      if (!owners.has(owner) || ofGroup.size === 0) return null;
      if (ofOwner.get(owner)?.has(model) === true) return true;
      return unread.has(owner) || unread.has(EVERYONE) ? null : false;
    },
    mayGroup(group, model) {
      if (ofEveryone.has(model)) return true;
      return unread.has(group) || unread.has(EVERYONE) ? null : (ofGroup.get(group)?.has(model) ?? null);
    },
    keyOf(id, owner) {
      const own = callKeys.get(owner) ?? [];
      return keys.get(id) ?? (id === '' && own.length === 1 ? own[0] : undefined);
    },
    purposesOf(id, owner) {
      const named = keys.get(id);
      if (named !== undefined) return [purposeOf(named)];
      return [...new Set([...(callKeys.get(owner) ?? []).map(purposeOf), ...HIDDEN])];
    },
  };
}

const HIDDEN = ['batch', 'playground'];

/** `realtime`, `batch`, `playground` or `platform`. */
function purposeOf({ settings }: Resource): string {
  return textOf(settings['purpose']);
}
