import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { joinedBudget } from './budget-table.ts';
import type { JoinedBudget } from './budget-table.ts';
import { textOf } from './fields.ts';

/** What one member may spend in a team. */
export interface TeamMember {
  readonly user: string;
  readonly budget: JoinedBudget['fields']['budget'];
  readonly requestsPerMinute: number | string | null;
  readonly tokensPerMinute: number | string | null;
  /** The budget's own other settings, in the gateway's words. */
  readonly settings: JsonObject;
  /** Dollars spent in the team as the gateway counts them, and the like. */
  readonly observed: JsonObject;
}

/**
 * Reads who of a team has a budget of their own, from the answer of `/team/info` (1.81.13, 1.106.2), sorted by user.
 * The paged list of teams does not say it.
 */
export function readTeamMembers(body: JsonValue): readonly TeamMember[] {
  const rows = isJsonObject(body) ? body['team_memberships'] : null;
  if (!Array.isArray(rows)) return [];
  return rows
    .flatMap((row: JsonValue): readonly TeamMember[] => {
      if (!isJsonObject(row)) return [];
      const user = textOf(row['user_id']);
      const { fields, settings, observed } = joinedBudget(row);
      const spend = row['spend'] ?? null;
      return user === ''
        ? []
        : [{ user, ...fields, settings, observed: spend === null ? observed : { ...observed, spend } }];
    })
    .sort((a, b) => (a.user < b.user ? -1 : a.user > b.user ? 1 : 0));
}
