import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkConfig } from '../../../shared/config/check-config.ts';
import { checkDoublewordConfig } from '../../../shared/config/doubleword-config.ts';

const SECRET = 'secret_key: "made-up-secret-key-for-contract-tests-only"\n';
/** What dwctl refuses the file for, without what is said of the whole file. */
const refused = (text: string, environment: Readonly<Record<string, string>> = {}) =>
  checkDoublewordConfig(text, { environment }).filter(
    ({ severity, rule }) => severity === 'critical' && rule !== 'doubleword-refused-file',
  );
const rules = (text: string) => checkDoublewordConfig(text).map(({ rule }) => rule);

describe('checkDoublewordConfig', () => {
  it('finds nothing in a sound file but that the environment must hold the secret key', () => {
    const text = 'port: 3001\nauth:\n  native: {enabled: true}\nenable_metrics: true\n';
    expect(checkDoublewordConfig(text)).toMatchObject([
      { rule: 'doubleword-no-secret-key', severity: 'note' },
    ]);
    expect(checkDoublewordConfig(text, { environment: { DWCTL_SECRET_KEY: 'x' } })).toEqual([]);
  });

  it('says first and loudest what a refused file does: nothing, until the next restart', () => {
    const [first] = checkConfig('doubleword', `${SECRET}budgets: {team-a: 5}\n`);
    expect(first).toMatchObject({ rule: 'doubleword-refused-file', severity: 'critical', line: 1 });
    expect(first?.message).toMatch(/keeps its old settings.*until its next restart fails.*"budgets"/);
    expect(rules('host: [unclosed\nport: 1\n')).toEqual(['doubleword-refused-file', 'yaml-syntax']);
    expect(rules('- 1')).toEqual(['doubleword-refused-file', 'doubleword-structure']);
    expect(rules(SECRET)).not.toContain('doubleword-refused-file');
  });

  it.each([
    ['budgets:\n  team-a: 5', 'doubleword-unknown-key', 'unknown field for key "default.budgets"', 2],
    ['auth: {native: {enable: true}}', 'doubleword-unknown-key', '"default.auth.native.enable"', 2],
    ['port: "3101"', 'doubleword-type', 'invalid type for key "default.port"', 2],
    ['port: 3101.0', 'doubleword-type', 'a number with a point', 2],
    ['port: 70000', 'doubleword-value', 'invalid value for key "default.port"', 2],
    ['port: 0123', 'doubleword-type', '"0123" is text', 2],
    ['port:', 'doubleword-type', 'there is nothing', 2],
    ['enable_metrics: "true"', 'doubleword-type', '"default.enable_metrics"', 2],
    ['enable_metrics: yes', 'doubleword-type', '"yes" is text', 2],
    ['auth: {security: {jwt_expiry: 24}}', 'doubleword-type', 'a duration', 2],
    ['auth: {security: {jwt_expiry: "24"}}', 'doubleword-value', 'a duration', 2],
    ['auth: {security: {jwt_expiry: 4m}}', 'doubleword-rule', 'too short', 2],
    ['auth: {security: {jwt_expiry: 31d}}', 'doubleword-rule', 'too long', 2],
    ['auth: {default_user_roles: [Admin]}', 'doubleword-value', 'auth.default_user_roles.0', 2],
    ['database: {type: sqlite}', 'doubleword-value', 'unknown variant for key "default.database.type"', 2],
    ['database: {type: external}', 'doubleword-missing-key', 'missing field `url`', 2],
    ['database: {url: "postgres://db/d"}', 'doubleword-missing-key', 'missing field `type`', 2],
    [
      'database: {type: external, url: u, pool: {size: 3}}',
      'doubleword-unknown-key',
      'key "default.database"',
      2,
    ],
    ['email: {type: file, path: /tmp, reply_to: {}}', 'doubleword-type', '"default.email.reply_to"', 2],
    ['email: {from_email: a}', 'doubleword-missing-key', 'missing field `type`', 2],
    ['background_services: {batch_daemon: {enabled: 0}}', 'doubleword-type', 'always, never, leader', 2],
    ['auth: {rate_limits: {verified: [x]}}', 'doubleword-type', 'verified.0', 2],
    ['payment: {}', 'doubleword-type', 'one key', 2],
    ['payment: {paypal: {}}', 'doubleword-unknown-key', 'unknown variant', 2],
    ['model_sources: [{name: a}]', 'doubleword-missing-key', '"model_sources.0" has no "url"', 2],
    ['model_sources: [{name: a, url: api.example.com}]', 'doubleword-value', 'an address', 2],
    ['cache: {enabled: true, default_ttl: 24h}', 'doubleword-rule', 'cache.default_ttl', 2],
    ['auth: {security: {cors: {allowed_origins: ["*"]}}}', 'doubleword-rule', 'wildcard', 2],
    ['auth: {native: {enabled: false}}', 'doubleword-rule', 'No authentication methods', 2],
    ['batches: {files: {min_expiry_seconds: 90000}}', 'doubleword-rule', 'cannot be greater than', 2],
    ['batches: {default_throughput: 0}', 'doubleword-value', 'above 0', 2],
    ['background_services: {batch_daemon: {urgency_weight: 2}}', 'doubleword-value', 'from 0 to 1', 2],
  ])('%s is refused', (line, rule, words, at) => {
    const found = refused(`${SECRET}${line}\n`);
    expect(found).toMatchObject([{ rule, line: at }]);
    expect(found[0]?.message).toContain(words);
  });

  it.each([
    'port: 0x0c1d',
    'payment: {dummy: {amount: "100.00"}}',
    'admin_password: null',
    'auth: {security: {jwt_expiry: 1h 30m}}',
    'batches: {default_throughput: null}',
    'model_sources: [{name: a, url: "https://api.example.com/v1", colour: red}]',
    'email: {type: file, path: /tmp, colour: red}',
    'port: 1\nport: 2',
    'metadata: [eu]',
    'payment: {dummy: {amount: 1}, stripe: {}}',
    'background_services: {batch_daemon: {enabled: {always: null}}}',
    'cache: {enabled: false, tokenizer_url: ""}',
  ])('%s is not', (line) => {
    expect(refused(`${SECRET}${line}\n`)).toEqual([]);
  });

  it('suggests what was probably meant', () => {
    expect(refused(`${SECRET}enable_metric: true\n`)[0]?.fix).toBe('Write "enable_metrics", or remove it.');
    expect(refused(`${SECRET}port: "3101"\n`)[0]?.fix).toBe('Write 3101 without quotes.');
    expect(refused(`${SECRET}auth: {default_user_roles: [PlatformManger]}\n`)[0]?.fix).toBe(
      'Write PlatformManager.',
    );
  });

  it('warns where dwctl passes over what it does not know', () => {
    const text = `${SECRET}model_sources: [{name: a, url: "https://x.example", colour: red}]\nport: 1\nport: 2\n`;
    expect(rules(text)).toEqual([
      'yaml-duplicate-key',
      'doubleword-ignored-key',
      'doubleword-seeded-once',
      'secret-in-file',
    ]);
  });

  it('names the variable that can hold a secret, and none for what stands in a list', () => {
    const fixes = (text: string) =>
      checkDoublewordConfig(text)
        .filter(({ rule }) => rule === 'secret-in-file')
        .map(({ fix }) => fix);
    expect(fixes('admin_password: "not-a-real-one"\n')).toEqual([
      expect.stringContaining('set DWCTL_ADMIN_PASSWORD in'),
    ]);
    expect(fixes('database: {type: external, url: "postgres://a:not-a-real-one@h/d"}\n')).toEqual([
      expect.stringContaining('set DWCTL_DATABASE__URL in'),
    ]);
    expect(
      fixes('model_sources: [{name: a, url: "https://x.example", api_key: "not-a-real-one"}]\n'),
    ).toEqual([expect.stringContaining('no variable of the environment reaches into a list')]);
  });

  it('says of a text that is too long only that it was not looked at', () => {
    expect(rules(`# ${'x'.repeat(1_000_000)}\n`)).toEqual(['yaml-size']);
  });

  it('warns of what surprises: trusted headers, no billing, windows that fail', () => {
    const one = (line: string) =>
      checkDoublewordConfig(line, { environment: { DWCTL_SECRET_KEY: 'x' } }).map(
        ({ rule, severity }) => `${severity} ${rule}`,
      );
    expect(one('auth: {proxy_header: {enabled: true}}')).toEqual(['warning doubleword-trusted-header']);
    expect(one('enable_analytics: false')).toEqual(['warning doubleword-analytics-off']);
    expect(one('background_services: {onwards_sync: {enabled: false}}')).toEqual([
      'warning doubleword-sync-off',
    ]);
    expect(one('batches: {async_requests: {completion_window: 2h}}')).toEqual([
      'warning doubleword-async-window',
    ]);
    expect(one('batches: {allowed_completion_windows: [24h, 1h]}')).toEqual([]);
  });

  it('says of a change what it does not do at once', () => {
    const before = 'port: 1\nadmin_email: a@x\nmodel_sources: []\nmetadata: {region: a}\n';
    const after = 'port: 2\nadmin_email: b@x\nmodel_sources: []\nmetadata: {region: b}\n';
    const found = checkDoublewordConfig(after, { before }).filter(
      ({ rule }) => rule === 'doubleword-needs-restart',
    );
    expect(found.map(({ line }) => line)).toEqual([1, 2]);
    expect(found[1]?.message).toMatch(/second admin/);
  });

  it('takes the environment for what dwctl takes it', () => {
    expect(refused(SECRET, { DWCTL_PORT: 'abc' })).toMatchObject([{ rule: 'doubleword-type' }]);
    expect(refused(SECRET, { DWCTL_PORT: '3102', DWCTL_AUTH__NATIVE__ENABLED: 'true' })).toEqual([]);
    const stray = refused(SECRET, { DWCTL_TEAM: 'x' });
    expect(stray).toMatchObject([{ rule: 'doubleword-unknown-key' }]);
    expect(stray[0]).not.toHaveProperty('line');
    expect(stray[0]?.message).toContain('environment variable DWCTL_TEAM');
    expect(refused('', {})).toMatchObject([{ rule: 'doubleword-no-secret-key', severity: 'critical' }]);
  });

  it('repeats no secret', () => {
    const findings = checkDoublewordConfig(
      'admin_password: 918273645\nsecret_key: [made-up-value]\nmodel_sources: [{name: a, url: "sk-made-up-value-000"}]\n',
    );
    expect(JSON.stringify(findings)).not.toMatch(/918273645|made-up-value/);
  });

  it('never throws, and points into the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const { from = 0, to = 0 } of checkDoublewordConfig(text)) {
          expect(from).toBeLessThanOrEqual(text.length);
          expect(to).toBeGreaterThanOrEqual(from);
        }
      }),
    );
  });
});
