import { isJsonObject } from '../json.ts';
import type { Finding } from './finding.ts';
import { findSecretLiterals } from './secret-literals.ts';
import { readYaml, type YamlText } from './yaml-text.ts';

/** The top-level keys of dwctl 10.13.1; any other stops it at its next start. */
const KEYS = new Set([
  'host',
  'port',
  'dashboard_url',
  'onboarding_url',
  'support_email',
  'database',
  'database_url',
  'database_replica_url',
  'slow_statement_threshold_ms',
  'admin_email',
  'admin_password',
  'secret_key',
  'model_sources',
  'metadata',
  'payment',
  'auth',
  'batches',
  'background_services',
  'enable_metrics',
  'enable_request_logging',
  'enable_analytics',
  'analytics',
  'enable_otel_export',
  'credits',
  'sample_files',
  'limits',
  'email',
  'onwards',
  'connections',
  'responses',
  'image_normalizer',
  'keystore',
  'openapi',
  'cache',
]);

/** What is wrong with a Doubleword config file: YAML, keys that dwctl 10.13.1 refuses, and keys written out. */
export function checkDoublewordConfig(text: string): readonly Finding[] {
  const yaml = readYaml(text, 'core');
  if (!yaml.readable || text.trim() === '' || yaml.value === null) return yaml.findings;
  if (!isJsonObject(yaml.value)) {
    return [
      ...yaml.findings,
      {
        rule: 'doubleword-structure',
        severity: 'critical',
        message: 'A config file must be a mapping, such as "port: 3001".',
        fix: 'Write one "key: value" a line.',
        ...yaml.place([]),
      },
    ];
  }
  const unknown = Object.keys(yaml.value)
    .filter((key) => !KEYS.has(key))
    .map((key) => unknownKey(yaml, key));
  const secrets = findSecretLiterals(yaml, {
    severity: 'warning',
    fix: 'Leave it out of the file and set it in the environment where dwctl runs, such as DWCTL_SECRET_KEY.',
  });
  return [...yaml.findings, ...unknown, ...secrets];
}

function unknownKey(yaml: YamlText, key: string): Finding {
  return {
    rule: 'doubleword-unknown-key',
    severity: 'critical',
    message: `dwctl does not know the key "${key}": while it runs it ignores the whole file, and it will not start again.`,
    fix: 'Check the spelling, or remove it.',
    ...yaml.place([key], 'key'),
  };
}
