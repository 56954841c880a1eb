import type { Value, ValueObject } from '../python.ts';
import { words } from '../store/row.ts';

interface KnownCallback {
  readonly name: string;
  readonly label: string;
  /** The variables of the environment that it wants. */
  readonly variables: string;
  readonly later?: boolean;
}

const KNOWN: readonly KnownCallback[] = [
  { name: 'langfuse', label: 'Langfuse', variables: 'LANGFUSE_PUBLIC_KEY LANGFUSE_SECRET_KEY LANGFUSE_HOST' },
  {
    name: 'otel',
    label: 'OpenTelemetry',
    variables: 'OTEL_EXPORTER OTEL_EXPORTER_OTLP_PROTOCOL OTEL_ENDPOINT OTEL_TRACES_ENDPOINT OTEL_HEADERS',
  },
  {
    name: 's3',
    label: 's3 Bucket (AWS)',
    variables: 'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION_NAME S3_LOG_PROMPTS_ONLY',
  },
  {
    name: 'azure_sentinel',
    label: 'Azure Sentinel',
    variables:
      'AZURE_SENTINEL_DCR_IMMUTABLE_ID AZURE_SENTINEL_ENDPOINT AZURE_SENTINEL_TENANT_ID AZURE_SENTINEL_CLIENT_ID',
    later: true,
  },
  { name: 'openmeter', label: 'OpenMeter', variables: 'OPENMETER_API_ENDPOINT OPENMETER_API_KEY' },
  {
    name: 'custom_callback_api',
    label: 'Custom Callback API',
    variables: 'GENERIC_LOGGER_ENDPOINT GENERIC_LOGGER_HEADERS',
  },
  {
    name: 'generic_api',
    label: 'Custom Callback API',
    variables: 'GENERIC_LOGGER_ENDPOINT GENERIC_LOGGER_HEADERS',
  },
  { name: 'datadog', label: 'Datadog', variables: 'DD_API_KEY DD_SITE' },
  { name: 'braintrust', label: 'Braintrust', variables: 'BRAINTRUST_API_KEY BRAINTRUST_API_BASE' },
  {
    name: 'langsmith',
    label: 'Langsmith',
    variables: 'LANGSMITH_API_KEY LANGSMITH_PROJECT LANGSMITH_DEFAULT_RUN_NAME',
  },
  {
    name: 'lago',
    label: 'Lago Billing',
    variables: 'LAGO_API_BASE LAGO_API_KEY LAGO_API_EVENT_CODE LAGO_API_CHARGE_BY',
  },
  { name: 'traceloop', label: 'Traceloop', variables: 'TRACELOOP_API_KEY' },
  {
    name: 'galileo',
    label: 'Galileo',
    variables: 'GALILEO_API_KEY GALILEO_PROJECT_ID GALILEO_LOG_STREAM_ID GALILEO_BASE_URL',
    later: true,
  },
  {
    name: 'newrelic',
    label: 'New Relic',
    variables: 'NEW_RELIC_AI_MONITORING_RECORD_CONTENT_ENABLED',
    later: true,
  },
  { name: 'pointfive', label: 'PointFive', variables: 'POINTFIVE_API_KEY POINTFIVE_API_URL', later: true },
  {
    name: 'signoz',
    label: 'SigNoz',
    variables: 'SIGNOZ_INGESTION_ENDPOINT SIGNOZ_INGESTION_KEY',
    later: true,
  },
  {
    name: 'zerobus',
    label: 'Databricks Zerobus',
    variables: 'ZEROBUS_WORKSPACE_URL ZEROBUS_SERVER_ENDPOINT ZEROBUS_CLIENT_ID ZEROBUS_CLIENT_SECRET',
    later: true,
  },
];

const LATER_VARIABLES = new Set(
  words('OTEL_EXPORTER_OTLP_PROTOCOL OTEL_TRACES_ENDPOINT S3_LOG_PROMPTS_ONLY'),
);

/** The callbacks that a proxy could have, by name. */
export function availableCallbacks(older: boolean): ValueObject {
  return Object.fromEntries(
    KNOWN.filter(({ later = false }) => !older || !later).map(({ name, label, variables }) => [
      name,
      {
        litellm_callback_name: name,
        litellm_callback_params: words(variables).filter(
          (variable) => !older || !LATER_VARIABLES.has(variable),
        ),
        ui_callback_name: label,
      },
    ]),
  );
}

const MAIL = words(`SMTP_HOST SMTP_PORT SMTP_USERNAME SMTP_PASSWORD SMTP_SENDER_EMAIL TEST_EMAIL_ADDRESS
  EMAIL_LOGO_URL EMAIL_SUPPORT_CONTACT`);

/** Where alerts could go: nowhere yet. */
export function alertsOf(older: boolean): Value {
  const mail: ValueObject = Object.fromEntries(MAIL.map((name) => [name, null]));
  if (older) return [{ name: 'email', variables: mail }];
  return [
    { name: 'email', variables: { ...mail, SMTP_PORT: '587', SMTP_TLS: 'True' } },
    { name: 'ms_teams', variables: { MS_TEAMS_WEBHOOK_URL: null } },
  ];
}
