import type { Release } from '../release.ts';
import type { LoggedCall } from '../spend/logged-call.ts';
import type { Deployment } from '../state.ts';
import type { Row } from './row.ts';
import type { Table } from './table.ts';

/** The settings of one section: what the config file says and what was written over the API. */
export interface SettingSection {
  readonly file: Row;
  stored: Row;
}

/** Everything a running simulated proxy holds. Writes change it in place. */
export interface Store {
  readonly seed: string;
  readonly release: Release;
  /** False: it runs from its config file only. */
  readonly database: boolean;
  readonly teams: Table;
  readonly deletedTeams: Table;
  /** Who is in which team: `team_id`, `user_id`, `budget_id`, spend. By `memberId`. */
  readonly memberships: Table;
  readonly keys: Table;
  readonly deletedKeys: Table;
  readonly users: Table;
  readonly budgets: Table;
  readonly customers: Table;
  readonly tags: Table;
  readonly credentials: Table;
  readonly accessGroups: Table;
  readonly guardrails: Table;
  readonly policies: Table;
  readonly attachments: Table;
  readonly organizations: Table;
  /** What the proxy has logged of its own calls, in order. */
  readonly logged: LoggedCall[];
  models: readonly Deployment[];
  readonly settings: {
    readonly general_settings: SettingSection;
    readonly litellm_settings: SettingSection;
    readonly router_settings: SettingSection;
    readonly environment_variables: SettingSection;
  };
  /** `model_group_alias`: asked-for name -> public name. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Model name -> what is asked when it fails; from the file and over the API. */
  fallbacks: ReadonlyMap<string, readonly string[]>;
  /** Filled into new teams where the request leaves a field out or says null. */
  defaultTeam: Row;
  /** Filled into new users likewise. */
  defaultUser: Row;
  /** Null: every address may call. Empty: none may, not even with the master key. */
  allowedIps: readonly string[] | null;
  passThrough: readonly Row[];
  costDiscounts: Row;
  costMargins: Row;
}

/** The id of a membership. */
export function memberId(teamId: string, userId: string): string {
  return `${teamId}\n${userId}`;
}
