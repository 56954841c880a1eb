import { createHash } from 'node:crypto';
import { NIL_UUID } from './state.ts';
import type {
  DoublewordEntry,
  DoublewordGroup,
  DoublewordLog,
  DoublewordState,
  DoublewordTransaction,
  DoublewordUser,
} from './state.ts';

/** A node's state while it runs: writes take effect here and nowhere else. */
export interface Store {
  readonly state: DoublewordState;
  /** Newest first by `timestamp`, later id first where equal. */
  readonly entries: DoublewordEntry[];
  /** Newest first by `created_at`. */
  readonly ledger: DoublewordTransaction[];
  /** Whether spend limits of keys are kept to: 8.94.2 takes them and does nothing with them. */
  readonly capsHold: boolean;
  /** What keys with a spend limit have spent, by their ids, in 10^-15 US dollars: since it began to count, and in all. */
  readonly spent: Map<string, { readonly window: bigint; readonly total: bigint }>;
  /** How many calls are left to keys with a limit of rate, by their ids, and when that was counted, milliseconds since 1970. */
  readonly buckets: Map<string, { readonly left: number; readonly atMs: number }>;
  /** The time of the next write, RFC 3339 with microseconds. */
  tick(): string;
  /** Takes a model away, and all that names it: access, parts of composites, its probe. */
  removeModel(id: string): void;
  /** The id of the next new thing: the same run of writes makes the same ids. */
  nextId(): string;
}

/** Makes a store from a copy of the given data. */
export function createStore(
  seed: DoublewordState,
  log: DoublewordLog,
  { capsHold }: Pick<Store, 'capsHold'>,
): Store {
  const state = structuredClone(seed);
  const startMs = Date.parse(state.clock);
  let writes = 0;
  let ids = 0;
  return {
    state,
    entries: [...log.entries].sort((a, b) => compareText(b.timestamp, a.timestamp) || b.id - a.id),
    ledger: [...log.ledger].sort(
      (a, b) => compareText(b.created_at, a.created_at) || compareText(a.id, b.id),
    ),
    capsHold,
    spent: new Map(),
    buckets: new Map(),
    tick() {
      const time = new Date(startMs + writes).toISOString().replace('Z', '000Z');
      writes += 1;
      return time;
    },
    removeModel(id) {
      state.models = state.models.filter((model) => model.id !== id);
      for (const model of state.models)
        model.components = model.components.filter((component) => component.model !== id);
      for (const group of state.groups) group.models = group.models.filter((model) => model !== id);
      state.probes = state.probes.filter(({ deployment_id: watched }) => watched !== id);
    },
    nextId() {
      ids += 1;
      return uuidOf(`${state.clock}/${ids}`);
    },
  };
}

/** A version 4 UUID made from a text: equal texts, equal ids. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Bytewise order, as the recorded group list is in. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A user or an organisation. */
export function findUser(store: Store, id: string): DoublewordUser | undefined {
  return [...store.state.users, ...store.state.organizations].find((user) => user.id === id);
}

/** A group by id. */
export function findGroup(store: Store, id: string): DoublewordGroup | undefined {
  return store.state.groups.find((group) => group.id === id);
}

/** Ids of a group's members; Everyone has every individual user, as in the recordings. */
export function memberIds(store: Store, group: DoublewordGroup): readonly string[] {
  return group.id === NIL_UUID ? store.state.users.map((user) => user.id) : group.users;
}

/** Ids of the models that a group may use; those that were deleted are not told. */
export function shownModels(store: Store, group: DoublewordGroup): readonly string[] {
  const hidden = new Set(store.state.models.flatMap(({ id, deleted }) => (deleted === true ? [id] : [])));
  return group.models.filter((id) => !hidden.has(id));
}

/** The groups a user is in, Everyone too, newest first. */
export function groupsOf(store: Store, userId: string): readonly DoublewordGroup[] {
  return newestFirst(
    store.state.groups.filter((group) => group.id === NIL_UUID || group.users.includes(userId)),
  );
}

/** Newest first by `created_at`: the order of users, models, endpoints and keys. */
export function newestFirst<T extends { readonly created_at: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => compareText(b.created_at, a.created_at));
}
