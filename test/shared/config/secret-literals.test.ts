import { describe, expect, it } from 'vitest';

import { redactJson } from '../../../electron/gateways/http/redact.ts';
import { isSecretLiteral } from '../../../shared/config/secret-literals.ts';
import { readResourceFile } from '../../../shared/wanted/resource-file.ts';

/** Names that are secrets to whoever reads an answer, and to whoever reads a file. */
const NAMES = `api_key apiKey x-api-key password master_key salt_key signing_key client_secret private_key
  aws_secret_access_key aws_access_key_id session_token vertex_credentials license license_key webhook_url
  database_url authorization connection_string token`.split(/\s+/);

describe('a secret written out', () => {
  it.each(NAMES)('is one under %s, in a file as in an answer', (name) => {
    expect(isSecretLiteral(name, 'plain words')).toBe(true);
    expect(isSecretLiteral(name, 'os.environ/NAME')).toBe(false);
    expect(redactJson({ [name]: 'plain words' })).toEqual({ [name]: '‹hidden›' });
  });

  it.each([
    'https://hooks.slack.com/services/T0A/B0B/x1',
    'postgres://u:p@db',
    'it is sk-abcdefgh-12345678',
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  ])('is one by its form: %s', (text) => {
    expect(isSecretLiteral('note', text)).toBe(true);
  });

  it.each([
    ['note', 'Basic research'],
    ['team_alias', 'sk-learning'],
    ['description', 'a task-force for risk-1234'],
    ['max_tokens', 'many'],
    ['note', 'postgres://user@host/db'],
  ])('is none under %s: %s', (name, text) => {
    expect(isSecretLiteral(name, text)).toBe(false);
  });

  it('stops a resource file, but for a reference', () => {
    const file = (hook: string) =>
      readResourceFile(`version: 1\nteams:\n  - { name: a, settings: { metadata: { hook: "${hook}" } } }\n`);
    expect(file('https://hooks.slack.com/services/T0A/B0B/x1').findings).toMatchObject([
      { rule: 'secret-in-file', severity: 'critical' },
    ]);
    expect(file('https://hooks.slack.com/services/‹hidden›').findings).toMatchObject([
      { rule: 'resources-hidden', severity: 'critical' },
    ]);
    expect(file('${HOOK}').findings).toEqual([]);
    expect(file('$${HOOK}').resources?.[0]?.settings).toEqual({ metadata: { hook: '${HOOK}' } });
  });
});
