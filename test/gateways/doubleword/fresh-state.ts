import { NIL_UUID } from '../../../electron/sample/doubleword/state.ts';
import type { DoublewordState, DoublewordUser } from '../../../electron/sample/doubleword/state.ts';
import { uuidOf } from '../../../electron/sample/doubleword/store.ts';

/** Before anything is written, as the clock of the simulator begins then. */
const SET_UP = '2026-11-01T00:00:00.000000Z';
const ADMIN = uuidOf('admin');

/** What a control layer holds that was just started with the config of build/gateways/doubleword (dwctl 10.13.1). */
export function freshState(clock: Date): DoublewordState {
  const made = { created_at: SET_UP, updated_at: SET_UP };
  const endpoint = uuidOf('seeded-mock');
  const model = uuidOf('mock-small');
  return {
    config: { region: 'loopback', organization: 'Example Ltd' },
    clock: clock.toISOString().replace('Z', '000Z'),
    adminUserId: ADMIN,
    users: [admin()],
    organizations: [],
    members: [],
    groups: [
      {
        id: NIL_UUID,
        name: 'Everyone',
        description: 'Default group',
        created_by: NIL_UUID,
        ...made,
        source: 'system',
        users: [],
        models: [model],
      },
    ],
    endpoints: [
      {
        id: endpoint,
        name: 'seeded-mock',
        description: null,
        url: 'http://127.0.0.1:9/v1',
        model_filter: null,
        requires_api_key: false,
        auth_header_name: 'Authorization',
        auth_header_prefix: 'Bearer ',
        created_by: NIL_UUID,
        ...made,
      },
    ],
    models: [
      {
        id: model,
        model_name: 'mock-small',
        alias: 'mock-small',
        description: null,
        model_type: null,
        created_by: NIL_UUID,
        hosted_on: endpoint,
        ...made,
        is_composite: false,
        tariffs: [],
        components: [],
      },
    ],
    apiKeys: [],
    probes: [],
    probeResults: [],
    webhooks: [],
    toolSources: [],
  };
}

function admin(): DoublewordUser {
  return {
    id: ADMIN,
    username: 'admin@example.test',
    email: 'admin@example.test',
    display_name: null,
    avatar_url: null,
    is_admin: true,
    roles: ['PlatformManager', 'StandardUser'],
    created_at: SET_UP,
    updated_at: SET_UP,
    last_login: null,
    auth_source: 'system',
    external_user_id: null,
    has_payment_provider_id: false,
    batch_notifications_enabled: false,
    low_balance_threshold: null,
    auto_topup_amount: null,
    auto_topup_threshold: null,
    has_auto_topup_payment_method: false,
    auto_topup_monthly_limit: null,
    user_type: 'individual',
    verified: false,
    zero_data_retention: false,
    invoicing_enabled: false,
  };
}
