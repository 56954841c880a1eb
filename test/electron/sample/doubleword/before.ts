import type { DoublewordSimulatorOptions } from '../../../../electron/sample/doubleword/simulator.ts';
import type {
  DoublewordApiKey,
  DoublewordEndpoint,
  DoublewordGroup,
  DoublewordModel,
  DoublewordState,
  DoublewordUser,
} from '../../../../electron/sample/doubleword/state.ts';
import { recordedLog, recordedState } from './recorded-state.ts';
import { recording } from './recordings.ts';

/** The recorded callers beside the admin, by their keys, with the roles that they had. */
const CALLERS: Readonly<Record<string, readonly string[]>> = {
  'manager-platform-key': ['PlatformManager', 'StandardUser'],
  'viewer-platform-key': ['RequestViewer', 'StandardUser'],
  'reporter-platform-key': ['RequestViewer', 'BillingManager', 'StandardUser'],
  'empty-roles-platform-key': ['StandardUser'],
  'console-platform-key': ['PlatformManager', 'RequestViewer', 'StandardUser'],
};

/** The state with these callers among its users, oldest of all so that no page of the newest shows them. */
export function withCallers(state: DoublewordState): {
  readonly state: DoublewordState;
  readonly keys: Readonly<Record<string, string>>;
} {
  const alice = recordedState().users.find(({ username }) => username === 'alice');
  if (alice === undefined) throw new Error('alice is not in the recordings');
  const callers = Object.entries(CALLERS).map(([key, roles], index): readonly [string, DoublewordUser] => [
    key,
    {
      ...alice,
      id: `00000000-0000-4000-8000-00000000000${String(index)}`,
      username: key,
      email: `${key}@example.test`,
      created_at: '2026-11-01T00:00:00.000000Z',
      roles,
    },
  ]);
  return {
    state: { ...state, users: [...state.users, ...callers.map(([, user]) => user)] },
    keys: {
      'alice-platform-key': alice.id,
      ...Object.fromEntries(callers.map(([key, { id }]) => [key, id])),
    },
  };
}

/** The node as it was when this was recorded, where it is not as recorded-state.ts has it. */
export function beforeReplay(name: string): Partial<DoublewordSimulatorOptions> {
  const { request, response } = recording(name);
  if (request.method === 'POST' && response.status < 300) return withoutMade(recordedState(), request.body);
  const state = recordedState();
  const id = request.path.split('/').at(-1) ?? '';
  switch (name) {
    case 'models-group-remove-again':
    case 'models-get-include-pricing':
      for (const group of state.groups) group.models = [];
      state.probes = [];
      break;
    case 'models-list-metrics-status':
      state.probes = [];
      break;
    case 'models-get-tariffs-before-same-patch':
    case 'models-get-tariffs-after-same-patch':
      for (const model of state.models)
        if (model.id === id) model.tariffs = (response.body as DoublewordModel).tariffs;
      break;
    case 'groups-patch-description-null':
    case 'groups-patch-empty-body':
      for (const group of state.groups)
        if (group.id === id) group.description = (response.body as DoublewordGroup).description;
      break;
    case 'endpoints-patch-model-filter-null':
      for (const endpoint of state.endpoints)
        if (endpoint.id === id) endpoint.description = (response.body as DoublewordEndpoint).description;
      break;
    case 'endpoints-list-initial':
      state.endpoints = response.body as DoublewordEndpoint[];
      break;
    case 'apikeys-patch-purpose-ignored':
    case 'apikeys-patch-rps-null':
      for (const key of state.apiKeys)
        if (key.id === id) key.requests_per_second = (response.body as DoublewordApiKey).requests_per_second;
      break;
    case 'models-list-default':
      // Recorded before a composite and a rate-limited model were made.
      state.models = state.models.filter((model) => model.created_at < '2026-11-23T13:35:43');
      break;
    case 'models-patch-description-null':
    case 'models-patch-empty-body':
      // Recorded before it had traffic rules, or a limit.
      state.models = state.models.map((model) =>
        model.id === id ? asAnswered(model, response.body) : model,
      );
      break;
    case 'endpoints-delete-again':
      state.endpoints = state.endpoints.filter((endpoint) => endpoint.id !== id);
      break;
    case 'users-get-deleted':
      state.users = state.users.filter((user) => user.id !== id);
      break;
    case 'users-delete-nil':
      // Lists never show it.
      state.users = [...state.users, ...state.users.slice(0, 1).map((user) => ({ ...user, id }))];
      break;
    case 'apikeys-delete-ok':
      state.apiKeys = [
        ...state.apiKeys,
        ...state.apiKeys
          .slice(0, 1)
          .map((key) => ({ ...key, id, user_id: request.path.split('/')[5] ?? '' })),
      ];
      break;
    case 'users-get-include-billing':
    case 'requests-aggregate-platformmanager':
    case 'requests-list-console-role':
      // Recorded before any call or grant.
      return { state, log: { entries: [], ledger: [] } };
  }
  return { state };
}

function asAnswered(model: DoublewordModel, answered: unknown): DoublewordModel {
  return { ...(answered as DoublewordModel), tariffs: model.tariffs, components: model.components };
}

/** A node that does not hold yet what a recorded call made, as later recordings of it do. */
function withoutMade(state: DoublewordState, body: unknown): Partial<DoublewordSimulatorOptions> {
  const {
    username,
    email,
    alias,
    name,
    source_id: source,
    deployment_id: watched,
  } = (body ?? {}) as Record<string, unknown>;
  const log = recordedLog();
  return {
    state: {
      ...state,
      users: state.users.filter((one) => one.username !== username && one.email !== email),
      organizations: state.organizations.filter((one) => one.email !== email),
      models: state.models.filter((one) => one.alias !== alias),
      endpoints: state.endpoints.filter((one) => one.name !== name),
      groups: state.groups.filter((one) => one.name !== name),
      apiKeys: state.apiKeys.filter((one) => one.name !== name),
      probes: state.probes.filter((one) => one.deployment_id !== watched),
    },
    log: { ...log, ledger: log.ledger.filter((row) => row.source_id !== source) },
  };
}
