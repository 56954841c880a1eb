import { AUTH } from './auth-settings.ts';
import { BACKGROUND_SERVICES } from './background-settings.ts';
import { BATCHES, CONNECTIONS, LIMITS, SAMPLE_FILES } from './batch-settings.ts';
import { CACHE, IMAGE_NORMALIZER } from './cache-settings.ts';
import { DATABASE } from './database-settings.ts';
import {
  BOOLEAN,
  DECIMAL,
  DURATION,
  TEXT,
  U16,
  U32,
  U64,
  URL,
  USIZE,
  listOf,
  loose,
  mapOf,
  need,
  optional,
  set,
  strict,
} from './setting-type.ts';
import type { SettingType } from './setting-type.ts';

const MODEL_SOURCE = loose({
  name: need(TEXT, 'Name of the endpoint that is made.'),
  url: need(URL, 'Address of the provider, such as https://api.example.com/v1.'),
  api_key: set(optional(TEXT), 'Key for the provider.'),
  sync_interval: set(DURATION, 'Such as 10s. Default: 10s.'),
  default_models: set(
    optional(
      listOf(
        loose({
          name: need(TEXT, 'Name of the model at the provider.'),
          add_to_everyone_group: need(BOOLEAN, 'Whether everyone may use it.'),
        }),
      ),
    ),
    'Models that are made with it.',
  ),
});

const PAYMENT: SettingType = {
  kind: 'one-of',
  variants: {
    stripe: loose({
      api_key: need(TEXT, 'Secret key; better in DWCTL_PAYMENT__STRIPE__API_KEY.'),
      webhook_secret: need(TEXT, 'Better in DWCTL_PAYMENT__STRIPE__WEBHOOK_SECRET.'),
      price_id: need(TEXT, 'Id of the price.'),
      enable_invoice_creation: set(BOOLEAN, 'Default: false.'),
      auto_topup_terms_of_service_text: set(optional(TEXT), 'Shown when automatic top-up is set up.'),
      setup_terms_of_service_text: set(optional(TEXT), 'Shown when a card is verified.'),
      tax_code: set(optional(TEXT), 'Tax code for automatic top-up.'),
    }),
    dummy: loose({ amount: need(DECIMAL, 'What one payment adds, dollars.') }),
  },
};

const EMAIL: SettingType = {
  kind: 'tagged',
  tag: 'type',
  variants: {
    smtp: loose({
      host: need(TEXT, 'Host of the mail server.'),
      port: need(U16, 'Port of the mail server.'),
      username: need(TEXT, 'User at the mail server.'),
      password: need(TEXT, 'Better in DWCTL_EMAIL__PASSWORD.'),
      use_tls: need(BOOLEAN, 'Encrypt the connection.'),
    }),
    file: loose({ path: need(TEXT, 'Folder that mails are written into.') }),
  },
  shared: loose({
    from_email: set(TEXT, 'Sender. Default: noreply@example.com.'),
    from_name: set(TEXT, 'Name of the sender. Default: Control Layer.'),
    reply_to: set(optional(TEXT), 'Address for answers.'),
    templates_dir: set(optional(TEXT), 'Folder of templates.'),
  }),
};

/** The settings of dwctl 10.13.1's config file, in its own order, from its source (`dwctl/src/config.rs`). */
export const SETTINGS = strict({
  host: set(TEXT, 'Address to listen on. Default: 0.0.0.0, everywhere.'),
  port: set(U16, 'Port to listen on; takes a restart. Default: 3001.'),
  dashboard_url: set(TEXT, 'Address of the dashboard, for links in mails. Default: http://localhost:5173.'),
  database_url: set(optional(TEXT), 'Deprecated: say database.'),
  database_replica_url: set(optional(TEXT), 'Connection string of a replica.'),
  database: set(DATABASE, 'PostgreSQL: "type: external" with a url, or "type: embedded".'),
  slow_statement_threshold_ms: set(
    U64,
    'Statements slower than this are logged, milliseconds. Default: 1000.',
  ),
  admin_email: set(
    TEXT,
    'Address of the first admin. A changed one makes a second admin at the next restart; the first keeps all rights. Default: test@doubleword.ai.',
  ),
  admin_password: set(
    optional(TEXT),
    'Overwrites the admin’s stored password at every start. Default: a password that is publicly known. Better in DWCTL_ADMIN_PASSWORD.',
  ),
  secret_key: set(
    optional(TEXT),
    'Signs logins and encrypts; needed for auth.native. Better in the environment: DWCTL_SECRET_KEY.',
  ),
  model_sources: set(
    listOf(MODEL_SOURCE),
    'Providers to begin with. Read at the first start only: what is added or removed later does nothing. Keys that dwctl does not know are ignored here.',
  ),
  metadata: set(
    strict({
      region: set(optional(TEXT), 'Shown in the dashboard.'),
      organization: set(optional(TEXT), 'Shown in the dashboard.'),
      docs_url: set(TEXT, 'Where its documentation is.'),
      docs_jsonl_url: set(optional(TEXT), 'Where batch files are explained.'),
      title: set(optional(TEXT), 'Title of the dashboard.'),
      ai_api_base_url: set(optional(TEXT), 'Address of the AI API, where it is another.'),
    }),
    'What the dashboard shows.',
  ),
  payment: set(optional(PAYMENT), 'Who takes payments: stripe or dummy.'),
  auth: set(AUTH, 'Who gets in, and how.'),
  batches: set(BATCHES, 'The batch API.'),
  background_services: set(BACKGROUND_SERVICES, 'What runs beside requests.'),
  enable_metrics: set(BOOLEAN, 'Metrics at /internal/metrics, which need no login. Default: true.'),
  enable_request_logging: set(BOOLEAN, 'Keep requests and answers word for word. Default: true.'),
  enable_analytics: set(
    BOOLEAN,
    'The request log and the charges. False: calls succeed, nothing is logged, nobody is charged, no limit on spend holds. Default: true.',
  ),
  analytics: set(
    strict({
      batch_size: set(USIZE, 'Default: 100.'),
      max_retries: set(U32, 'After so many tries rows are dropped, and their charges with them. Default: 3.'),
      retry_base_delay_ms: set(U64, 'Milliseconds. Default: 100.'),
      balance_notification_interval_milliseconds: set(U64, 'Deprecated; does nothing.'),
    }),
    'How the request log is written.',
  ),
  enable_otel_export: set(BOOLEAN, 'Send traces by OTLP. Default: false.'),
  credits: set(
    strict({
      initial_credits_for_standard_users: set(DECIMAL, 'What a new user is given, dollars. Default: 0.'),
      first_payment_match_up_to: set(
        DECIMAL,
        'What is added to a first payment at most, dollars. Default: 0.',
      ),
      verification_credits: set(DECIMAL, 'What is given for a verified card, dollars. Default: 0.'),
    }),
    'Money that is given.',
  ),
  sample_files: set(SAMPLE_FILES, 'Files for new users.'),
  limits: set(LIMITS, 'Sizes.'),
  email: set(
    EMAIL,
    'How mail is sent: "type: smtp" or "type: file". Keys that dwctl does not know are ignored here.',
  ),
  onwards: set(
    strict({
      strict_mode: set(
        BOOLEAN,
        'Accept only known paths of the OpenAI API. /config shows a change at once, and it is enforced only after a restart. Default: false.',
      ),
    }),
    'The proxy that calls go through.',
  ),
  onboarding_url: set(optional(TEXT), 'Where a new user is sent first.'),
  support_email: set(TEXT, 'Where requests for help go. Default: support@doubleword.ai.'),
  connections: set(CONNECTIONS, 'Connected sources of data.'),
  responses: set(
    strict({
      max_response_step_depth: set(U32, 'Default: 8.'),
      max_response_iterations: set(U32, 'Default: 10.'),
    }),
    'Answers in several steps.',
  ),
  image_normalizer: set(
    IMAGE_NORMALIZER,
    'Images in requests. Keys that dwctl does not know are ignored here.',
  ),
  keystore: set(
    optional(
      loose({
        redis_url: need(TEXT, 'Connection string of Redis.'),
        default_ttl_seconds: set(U64, 'Seconds. Default: 7200.'),
        current_wrap_key_id: need(TEXT, 'Which of wrap_keys encrypts what is new.'),
        wrap_keys: need(mapOf(TEXT), 'Keys by id.'),
      }),
    ),
    'Where keys of requests without retention are kept.',
  ),
  openapi: set(
    strict({
      admin_enabled: set(BOOLEAN, 'Default: true.'),
      ai_enabled: set(BOOLEAN, 'Default: true.'),
    }),
    'The descriptions of the APIs.',
  ),
  cache: set(CACHE, 'Prices for input that was read before.'),
});
