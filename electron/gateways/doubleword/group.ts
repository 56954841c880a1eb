import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { EVERYONE } from '../../../shared/fleet/nil-identity.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { only, requireText, sorted, textOr, without } from './fields.ts';

/** Who is in a group and what it may use. Null: not known here. */
export interface GroupEdges {
  /** User ids. */
  readonly members: readonly string[] | null;
  /** Model aliases. */
  readonly models: readonly string[] | null;
  /** Ids of models that no list names any more. */
  readonly unnamedModels?: readonly string[];
}

const IDENTITY = ['id', 'name'];
const OBSERVED = ['created_by', 'created_at', 'updated_at'];
const EDGES = ['users', 'models'];

/**
 * A group as a neutral team. Budgets and rate limits are absent: a group has none (dwctl 10.13.1).
 * Everyone belongs to the server, and its members are never compared: every user is in it.
 */
export function readGroup(row: JsonObject, edges: GroupEdges = edgesInRow(row)): Resource {
  const id = requireText(row, 'id');
  const unnamed = edges.unnamedModels ?? [];
  return {
    kind: 'team',
    id,
    name: requireText(row, 'name'),
    owner: id === EVERYONE ? 'server' : 'database',
    fields: {
      ...(edges.models === null ? {} : { models: sorted(edges.models) }),
      ...(edges.members === null || id === EVERYONE ? {} : { members: sorted(edges.members) }),
    },
    settings: without(row, [...IDENTITY, ...OBSERVED, ...EDGES]),
    observed: {
      ...only(row, [...OBSERVED, ...EDGES]),
      ...(unnamed.length > 0 ? { unnamedModels: sorted(unnamed) } : {}),
    },
  };
}

/** The edges that `include=users,models` puts into a row; a list without entries is left out there. */
function edgesInRow(row: JsonObject): GroupEdges {
  return { members: column(row['users'], 'id'), models: column(row['models'], 'alias') };
}

function column(value: JsonValue | undefined, name: string): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  return value.flatMap((item: JsonValue) => (isJsonObject(item) ? [textOr(item[name], '')] : []));
}
