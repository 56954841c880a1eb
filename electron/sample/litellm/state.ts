import type { Value, ValueObject } from './python.ts';

/** A limit: whole, possibly above what a JavaScript number holds exactly. */
export type Limit = number | bigint | null;

/** One deployment. `file`: from the config file, so the API refuses to change it. */
export interface Deployment {
  readonly id: string;
  name: string;
  readonly origin: 'file' | 'db';
  /** `litellm_params` as written, without a key. */
  params: ValueObject;
  /** `model_info` as written, without `id` and `db_model`. */
  info: ValueObject;
  blocked: boolean;
  /** What answers to writes call it inside `model_info` since it was patched. */
  answeredAs?: string;
  /** Saved, but of an unknown provider: the router does not serve it and does not list it. */
  readonly live: boolean;
  readonly createdMs: number;
  updatedMs: number;
}

/** Someone in a team. */
export interface TeamMember {
  readonly userId: string;
  readonly email: string | null;
  readonly role: 'admin' | 'user';
}

/** One team, as the database row holds it. Money is US dollars; times are milliseconds since 1970. */
export interface TeamRow {
  readonly id: string;
  readonly alias: string | null;
  /** Empty is every model, as LiteLLM means it; `no-default-models` is none. */
  readonly models: readonly string[];
  readonly maxBudget: number | null;
  readonly softBudget: number | null;
  readonly budgetDuration: string | null;
  readonly budgetResetMs: number | null;
  readonly tpmLimit: Limit;
  readonly rpmLimit: Limit;
  readonly blocked: boolean;
  readonly metadata: ValueObject;
  readonly members: readonly TeamMember[];
  readonly permissions: readonly string[];
  readonly spend: number;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** One virtual key. Only its hash is ever held. */
export interface KeyRow {
  /** SHA-256 of the key, hex. */
  readonly token: string;
  /** `sk-...` and the last four characters. */
  readonly name: string;
  readonly alias: string | null;
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly models: readonly string[];
  readonly aliases: ValueObject;
  readonly metadata: ValueObject;
  readonly maxBudget: number | null;
  readonly budgetDuration: string | null;
  readonly budgetResetMs: number | null;
  readonly tpmLimit: Limit;
  readonly rpmLimit: Limit;
  readonly blocked: boolean | null;
  readonly expiresMs: number | null;
  readonly keyType: 'default' | 'llm_api' | 'management' | 'read_only';
  readonly permissions: ValueObject;
  readonly spend: number;
  readonly createdMs: number;
  readonly lastActiveMs: number | null;
}

/** One user of the gateway. */
export interface UserRow {
  readonly id: string;
  readonly email: string | null;
  readonly alias: string | null;
  readonly role: string;
  readonly maxBudget: number | null;
  readonly budgetDuration: string | null;
  readonly budgetResetMs: number | null;
  readonly spend: number;
  readonly createdMs: number;
}

/** One named budget. */
export interface BudgetRow {
  readonly id: string;
  readonly maxBudget: number | null;
  readonly tpmLimit: Limit;
  readonly rpmLimit: Limit;
  readonly duration: string | null;
  readonly resetMs: number | null;
  readonly createdMs: number;
}

/** One end customer. */
export interface CustomerRow {
  readonly id: string;
  readonly alias: string | null;
  readonly blocked: boolean;
  readonly spend: number;
  readonly budgetId: string | null;
}

/** One stored provider credential, its values masked as the gateway masks them. */
export interface CredentialRow {
  readonly name: string;
  readonly info: ValueObject;
  readonly maskedValues: ValueObject;
}

/** Everything a simulated proxy starts with. It is left as it is. */
export interface LitellmState {
  /** Makes generated ids differ between nodes and equal between runs. */
  readonly seed: string;
  readonly models: readonly Deployment[];
  readonly teams: readonly TeamRow[];
  readonly deletedTeams: readonly TeamRow[];
  readonly keys: readonly KeyRow[];
  readonly users: readonly UserRow[];
  readonly budgets: readonly BudgetRow[];
  readonly customers: readonly CustomerRow[];
  readonly credentials: readonly CredentialRow[];
  /** The config file's `general_settings`. A literal master key never stands here. */
  readonly generalSettings: ValueObject;
  /** Settings written over the API. */
  readonly storedSettings: ValueObject;
  /** The config file's `router_settings`. */
  readonly routerSettings: ValueObject;
  /** The config file's `litellm_settings`. */
  readonly litellmSettings?: ValueObject;
  /** The config file's `guardrails`: name, `litellm_params`. */
  readonly guardrails?: readonly ValueObject[];
  /** `model_group_alias`: asked-for name -> public name. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Filled into new teams where the request leaves a field out or says null. */
  readonly defaultTeam: {
    readonly maxBudget?: number;
    readonly budgetDuration?: string;
    readonly models?: Value;
  };
}
