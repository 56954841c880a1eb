import type {
  DoublewordApiKey,
  DoublewordComponent,
  DoublewordEndpoint,
  DoublewordEntry,
  DoublewordGroup,
  DoublewordLog,
  DoublewordMember,
  DoublewordModel,
  DoublewordProbe,
  DoublewordProbeResult,
  DoublewordState,
  DoublewordTariff,
  DoublewordTransaction,
  DoublewordUser,
  DoublewordWebhook,
} from '../../../../electron/sample/doubleword/state.ts';
import { recordedRows, recording } from './recordings.ts';

const ALICE = '2b703402-7be9-4afd-b9f6-d823cea00c2d';
const TEAM_RED = 'b49363ed-aed7-47a3-bae0-876ddf8860ae';
const TEAM_BLUE = 'ee93355e-d53c-4590-a235-b07acfc3e325';

const LARGE = '39a4e7a1-091b-4398-b3e6-35230c14a42e';

/** A group that the recorded script made and deleted. */
const SHORT_LIVED = '7f537679-0b73-427f-8b5f-b0cd13592ee6';

interface ListedModel extends DoublewordModel {
  readonly tariffs: readonly DoublewordTariff[];
}

/** A node that holds what the recorded one held, as far as the recordings show it, under the same ids. */
export function recordedState(): DoublewordState {
  const users = unique(
    ['users-list-default', 'users-list-include-groups-billing', 'users-list-search', 'users-get-ok']
      .flatMap((name) => recordedRows(name) as DoublewordUser[])
      .concat(recording('auth-platform-key-current-user').response.body as DoublewordUser)
      .concat(recording('users-patch-low-balance-null').response.body as DoublewordUser)
      .map((user) => withoutNames(user, ['groups', 'credit_balance'])),
  );
  const admin = recording('auth-platform-key-current-user').response.body as DoublewordUser;
  return {
    config: { region: 'loopback', organization: 'Example Ltd' },
    clock: '2026-11-23T13:40:00.000000Z',
    adminUserId: admin.id,
    users,
    organizations: recordedRows('organizations-list') as DoublewordUser[],
    members: members(),
    groups: groups(),
    endpoints: recordedRows('endpoints-list') as DoublewordEndpoint[],
    models: models(),
    apiKeys: unique(
      (['apikeys-list', 'apikeys-list-after-use', 'apikeys-get-ok'] as const).flatMap(
        (name) => recordedRows(name) as DoublewordApiKey[],
      ),
    ).map((key) =>
      withoutNames(key, [
        'last_used',
        'model_access',
        'secret_revealed_at',
        'spend',
        'total_spend',
        'resets_at',
      ]),
    ),
    probes: (recordedRows('probes-list') as DoublewordProbe[]).map((probe) =>
      withoutNames(probe, ['http_method', 'request_path', 'request_body']),
    ),
    probeResults: (recordedRows('probes-results') as DoublewordProbeResult[]).map((result) =>
      withoutNames(result, ['response_data', 'metadata']),
    ),
    webhooks: (['webhooks-create', 'webhooks-create-http'] as const).flatMap((name) =>
      (recordedRows(name) as DoublewordWebhook[]).map((webhook) => withoutNames(webhook, ['secret'])),
    ),
    toolSources: [],
  };
}

function members(): DoublewordMember[] {
  const rows = recordedRows('organizations-members') as (Omit<DoublewordMember, 'user' | 'organization'> & {
    readonly user: { readonly id: string };
  })[];
  const [organization] = recordedRows('organizations-list') as DoublewordUser[];
  return rows.map((row) => ({ ...row, organization: organization?.id ?? '', user: row.user.id }));
}

/** The recorded log and ledger. */
export function recordedLog(): DoublewordLog {
  const entries = ['requests-list', 'requests-filter-status-range', 'requests-filter-duration'];
  const ledger = ['transactions-list-all', 'transactions-list-user', 'transactions-list-organization'];
  return {
    entries: unique(entries.flatMap((name) => recordedRows(name) as DoublewordEntry[])),
    ledger: unique(ledger.flatMap((name) => recordedRows(name) as DoublewordTransaction[])),
  };
}

function groups(): DoublewordGroup[] {
  const rows = unique(
    ['groups-list', 'groups-list-include-users-models', 'users-groups-list'].flatMap(
      (name) => recordedRows(name) as DoublewordGroup[],
    ),
  );
  const blue = rows.find(({ id }) => id === TEAM_BLUE);
  if (blue === undefined) throw new Error('team-blue is not in the recordings');
  return [...rows, { ...blue, id: SHORT_LIVED, name: 'short-lived' }].map((group) =>
    Object.assign(group, edgesOf(group.id)),
  );
}

function edgesOf(id: string): Pick<DoublewordGroup, 'users' | 'models'> {
  if (id === TEAM_RED) return { users: [ALICE], models: recordedRows('models-group-list') as string[] };
  if (id !== TEAM_BLUE) return { users: [], models: [] };
  return { users: [...(recordedRows('groups-users-list') as string[]), ALICE], models: [LARGE] };
}

function models(): DoublewordModel[] {
  const included = recordedRows('groups-list-include-users-models') as { models?: ListedModel[] }[];
  const lists = ['models-list-default', 'models-list-filter-endpoint', 'models-list-composites'];
  const rows = [
    ...included.flatMap((group) => group.models ?? []),
    ...lists.flatMap((name) => recordedRows(name) as ListedModel[]),
  ];
  const priced = recording('models-get-include-pricing').response.body as ListedModel;
  return unique(rows).map((row) =>
    Object.assign(row, {
      tariffs: row.id === priced.id ? priced.tariffs : [],
      components: row.is_composite ? components() : [],
    }),
  );
}

function components(): DoublewordComponent[] {
  const parts = recordedRows('models-components-list') as {
    readonly weight: number;
    readonly enabled: boolean;
    readonly created_at: string;
    readonly model: { readonly id: string };
  }[];
  return parts.map(({ weight, enabled, created_at, model }) => ({
    weight,
    enabled,
    created_at,
    model: model.id,
  }));
}

function unique<T extends { readonly id: string | number }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

function withoutNames<T extends object>(row: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))) as T;
}
