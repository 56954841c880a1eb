import { NIL_UUID } from './state.ts';
import type {
  DoublewordApiKey,
  DoublewordGroup,
  DoublewordModel,
  DoublewordState,
  DoublewordTariff,
  DoublewordUser,
} from './state.ts';
import { SAMPLE_GROUPS, SAMPLE_MODELS, SAMPLE_PAYERS } from './sample-names.ts';
import type { SampleModel, SamplePayer } from './sample-names.ts';
import { sampleMembers, sampleProbeResults, sampleToolSources, sampleWebhooks } from './sample-holdings.ts';
import { sampleId } from './sample-id.ts';

/** When the sample node was set up; each thing is made a minute after the one before. */
const SET_UP_MS = Date.UTC(2026, 7, 3, 8, 0, 0);

/** The Doubleword node of the sample workspace before anything was written to it. Depends on the seed alone. */
export function doublewordSampleState(seed: number): DoublewordState {
  let made = 0;
  const nextTime = (): string => {
    made += 1;
    return new Date(SET_UP_MS + made * 60_000).toISOString().replace('Z', '000Z');
  };
  const admin = sampleId(seed, 'payer', 'admin');
  const endpoints = [...new Set(SAMPLE_MODELS.flatMap(({ endpoint }) => endpoint ?? []))].map((name) => {
    const time = nextTime();
    return {
      id: sampleId(seed, 'endpoint', name),
      name,
      description: null,
      url: `https://${name}.example.test/v1`,
      model_filter: null,
      requires_api_key: true,
      auth_header_name: 'Authorization',
      auth_header_prefix: 'Bearer ',
      created_by: admin,
      created_at: time,
      updated_at: time,
    };
  });
  const models = SAMPLE_MODELS.map((model) => modelOf(seed, model, admin, nextTime()));
  const payers = SAMPLE_PAYERS.map((payer) => userOf(seed, payer, nextTime()));
  const clock = '2026-11-01T00:00:00.000000Z';
  const groups = groupsOf(seed, admin, nextTime);
  const apiKeys = SAMPLE_PAYERS.filter(({ name }) => name !== 'admin').map((payer) =>
    keyOf(seed, payer, nextTime()),
  );
  return {
    config: { region: 'eu-central', organization: 'Example Ltd' },
    clock,
    adminUserId: admin,
    users: payers.filter(({ user_type }) => user_type === 'individual'),
    organizations: payers.filter(({ user_type }) => user_type === 'organization'),
    groups,
    endpoints,
    models,
    apiKeys,
    probes: SAMPLE_MODELS.filter(({ probed }) => probed === true).map(({ alias }) => {
      const time = nextTime();
      return {
        id: sampleId(seed, 'probe', alias),
        name: `${alias} answers`,
        deployment_id: sampleId(seed, 'model', alias),
        interval_seconds: 86_400,
        active: true,
        created_at: time,
        updated_at: time,
      };
    }),
    members: sampleMembers(seed, nextTime),
    probeResults: sampleProbeResults(seed, clock),
    webhooks: sampleWebhooks(seed, nextTime),
    toolSources: sampleToolSources(seed, nextTime),
  };
}

function groupsOf(seed: number, admin: string, nextTime: () => string): DoublewordGroup[] {
  return SAMPLE_GROUPS.map(({ name, description, models }) => {
    const time = nextTime();
    const everyone = name === 'Everyone';
    return {
      id: everyone ? NIL_UUID : sampleId(seed, 'group', name),
      name,
      description,
      created_by: everyone ? NIL_UUID : admin,
      created_at: time,
      updated_at: time,
      source: 'native',
      users: SAMPLE_PAYERS.filter((payer) => payer.groups.includes(name)).map((payer) =>
        sampleId(seed, 'payer', payer.name),
      ),
      models: models.map((alias) => sampleId(seed, 'model', alias)),
    };
  });
}

function userOf(seed: number, payer: SamplePayer, time: string): DoublewordUser {
  const organization = payer.organization === true;
  const admin = payer.name === 'admin';
  return {
    id: sampleId(seed, 'payer', payer.name),
    username: organization ? `example.test~${sampleId(seed, 'name', payer.name).slice(0, 8)}` : payer.name,
    email: `${payer.name}@example.test`,
    display_name: organization ? payer.name : null,
    avatar_url: null,
    is_admin: admin,
    roles: organization
      ? ['StandardUser', 'BackgroundInferenceUser']
      : admin
        ? ['PlatformManager', 'StandardUser']
        : ['StandardUser'],
    created_at: time,
    updated_at: time,
    last_login: null,
    auth_source: organization ? 'organization' : admin ? 'system' : 'proxy-header',
    external_user_id: null,
    has_payment_provider_id: false,
    batch_notifications_enabled: false,
    low_balance_threshold: payer.capped === true ? 25 : null,
    auto_topup_amount: null,
    auto_topup_threshold: null,
    has_auto_topup_payment_method: false,
    auto_topup_monthly_limit: null,
    user_type: organization ? 'organization' : 'individual',
    verified: false,
    zero_data_retention: false,
    invoicing_enabled: false,
  };
}

function modelOf(seed: number, model: SampleModel, admin: string, time: string): DoublewordModel {
  return {
    id: sampleId(seed, 'model', model.alias),
    model_name: model.name,
    alias: model.alias,
    description: null,
    model_type: model.embeds === true ? 'EMBEDDINGS' : model.parts === undefined ? 'CHAT' : null,
    created_by: admin,
    ...(model.endpoint === undefined ? {} : { hosted_on: sampleId(seed, 'endpoint', model.endpoint) }),
    created_at: time,
    updated_at: time,
    ...(model.perSecond === undefined ? {} : { requests_per_second: model.perSecond, burst_size: 20 }),
    is_composite: model.parts !== undefined,
    tariffs: [
      ...(model.price === undefined ? [] : [tariffOf(seed, model.alias, model.price, time)]),
      ...(model.batchPrice === undefined ? [] : [batchTariffOf(seed, model.alias, model.batchPrice, time)]),
    ],
    components: (model.parts ?? []).map((alias, index) => ({
      model: sampleId(seed, 'model', alias),
      weight: index === 0 ? 70 : 30,
      enabled: true,
      created_at: time,
    })),
  };
}

function tariffOf(
  seed: number,
  alias: string,
  price: NonNullable<SampleModel['price']>,
  time: string,
): DoublewordTariff {
  return {
    id: sampleId(seed, 'tariff', alias),
    name: 'realtime',
    input_price_per_token: price.input,
    output_price_per_token: price.output,
    api_key_purpose: 'realtime',
    valid_from: time,
  };
}

function batchTariffOf(...given: Parameters<typeof tariffOf>): DoublewordTariff {
  const [seed, alias] = given;
  return {
    ...tariffOf(...given),
    id: sampleId(seed, 'batch tariff', alias),
    name: 'batch-24h',
    api_key_purpose: 'batch',
    completion_window: '24h',
  };
}

function keyOf(seed: number, payer: SamplePayer, time: string): DoublewordApiKey {
  return {
    id: sampleId(seed, 'key', payer.name),
    name: 'service',
    description: null,
    purpose: 'realtime',
    user_id: sampleId(seed, 'payer', payer.name),
    created_by: sampleId(seed, 'payer', 'admin'),
    created_at: time,
    requests_per_second: payer.perSecond ?? null,
    burst_size: payer.perSecond === undefined ? null : payer.perSecond * 2,
    spend_limit: payer.capped === true ? '200.000000000' : null,
    spend_limit_interval: payer.capped === true ? 'monthly' : null,
  };
}
