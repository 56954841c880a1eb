import type { Value, ValueObject } from '../python.ts';
import type { LoggedFacts } from '../spend-log.ts';
import { textOf } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import { metricsOf } from './metrics.ts';
import { addFacts, noSums, type Sums } from './sums.ts';

/** What the activity is told of: each names the members that a call counts for. */
export type EntityOf = (facts: LoggedFacts) => readonly string[];

interface Part {
  readonly sums: Sums;
  readonly keys: Map<string, Sums>;
}

/** A day: its sums, and those of each dimension's members, with the keys that they came from. */
export interface Day {
  readonly sums: Sums;
  readonly parts: ReadonlyMap<string, Map<string, Part>>;
}

const DIMENSIONS: Readonly<Record<string, EntityOf>> = {
  models: ({ model }) => [model],
  model_groups: ({ modelGroup, model }) => [modelGroup || model],
  providers: ({ provider }) => [provider || 'unknown'],
  endpoints: ({ model }) => [model === '' ? '' : '/chat/completions'],
  api_keys: ({ keyHash }) => [keyHash],
};

/** A day without a call. */
export function emptyDay(): Day {
  const names = [...Object.keys(DIMENSIONS), 'entities'];
  return { sums: noSums(), parts: new Map(names.map((name) => [name, new Map<string, Part>()])) };
}

/** Counts a call for a day. */
export function addToDay(day: Day, facts: LoggedFacts, entityOf: EntityOf): void {
  addFacts(day.sums, facts);
  for (const [name, membersOf] of Object.entries({ ...DIMENSIONS, entities: entityOf })) {
    const members = day.parts.get(name);
    for (const member of membersOf(facts)) {
      if (member === '' || members === undefined) continue;
      const part = members.get(member) ?? { sums: noSums(), keys: new Map<string, Sums>() };
      members.set(member, part);
      addFacts(part.sums, facts);
      const ofKey = part.keys.get(facts.keyHash) ?? noSums();
      part.keys.set(facts.keyHash, ofKey);
      addFacts(ofKey, facts);
    }
  }
}

/** What the routes tell of a day beside its sums. */
export function breakdownOf(
  day: Day,
  store: Store,
  metadataOf: (entity: string) => ValueObject,
): ValueObject {
  const older = store.release === '1.81.13';
  const keyView = (hash: string, sums: Sums): ValueObject => ({
    metrics: metricsOf(sums, older),
    metadata: keyMetadata(hash, store),
  });
  const dimensions = [...day.parts].map(([name, members]): [string, ValueObject] => [
    name,
    Object.fromEntries(
      [...members].map(([member, { sums, keys }]): [string, Value] => [
        member,
        name === 'api_keys'
          ? keyView(member, sums)
          : {
              metrics: metricsOf(sums, older),
              metadata: name === 'entities' ? metadataOf(member) : {},
              api_key_breakdown: Object.fromEntries(
                [...keys].map(([hash, ofKey]) => [hash, keyView(hash, ofKey)]),
              ),
            },
      ]),
    ),
  ]);
  return { mcp_servers: {}, ...Object.fromEntries(dimensions) };
}

function keyMetadata(hash: string, store: Store): ValueObject {
  const key = store.keys.get(hash);
  const user = store.users.get(textOf(key?.['user_id']));
  const told = { key_alias: key?.['key_alias'] ?? null, team_id: key?.['team_id'] ?? null };
  if (store.release === '1.81.13') return told;
  return {
    ...told,
    user_id: key?.['user_id'] ?? null,
    user_email: user?.['user_email'] ?? null,
    key_exists: key !== undefined,
  };
}
