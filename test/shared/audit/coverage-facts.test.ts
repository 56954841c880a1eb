import { expect, test } from 'vitest';

import { combineFacts, factsOfConfig, factsOfSnapshot } from '../../../shared/audit/coverage-facts.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';

function setting(name: string, value: string | boolean | null): Resource {
  const id = `general_settings.${name}`;
  return { kind: 'setting', id, name: id, owner: 'file', fields: { value }, settings: {}, observed: {} };
}

function made(createdAt: string): Resource {
  return {
    kind: 'team',
    id: createdAt,
    name: 'payments',
    owner: 'database',
    fields: {},
    settings: {},
    observed: { created_at: createdAt },
  };
}

test('a snapshot tells how long rows are kept and what is oldest', () => {
  const resources = [
    setting('maximum_spend_logs_retention_period', '30d'),
    made('2026-10-05T08:00:00.000Z'),
    made('2026-09-01T00:00:00Z'),
    made('1970-01-01T00:00:00Z'),
  ];
  expect(factsOfSnapshot({ resources })).toEqual({
    loggingOff: null,
    retentionMs: 30 * 86_400_000,
    firstSeenMs: Date.UTC(2026, 8, 1),
  });
});

test('a setting that is not set says nothing', () => {
  const resources = [setting('maximum_spend_logs_retention_period', null)];
  expect(factsOfSnapshot({ resources })).toEqual({ loggingOff: null, retentionMs: null, firstSeenMs: null });
});

test('a LiteLLM config file that turns the log off', () => {
  const text = 'general_settings:\n  disable_spend_logs: true\n  maximum_spend_logs_retention_period: "7d"\n';
  expect(factsOfConfig('litellm', 'nodes/a/config.yaml', text)).toEqual({
    loggingOff: 'The gateway writes no log: nodes/a/config.yaml has disable_spend_logs: true.',
    retentionMs: 7 * 86_400_000,
    firstSeenMs: null,
  });
});

test('a Doubleword config file with enable_analytics off', () => {
  expect(factsOfConfig('doubleword', 'c.yaml', 'port: 3001\nenable_analytics: false\n').loggingOff).toBe(
    'The gateway writes no log: c.yaml has enable_analytics: false. Nor does it charge anybody.',
  );
});

test('a Doubleword config file that keeps no bodies still has a log', () => {
  expect(factsOfConfig('doubleword', 'c.yaml', 'enable_request_logging: false\n').loggingOff).toBeNull();
});

test.each(['', '- a', 'general_settings: 3', ': [', 'general_settings:\n  disable_spend_logs: false\n'])(
  'a file that says nothing of it: %j',
  (text) => {
    expect(factsOfConfig('litellm', 'c.yaml', text).loggingOff).toBeNull();
  },
);

test('what the node tells stands before what the file says', () => {
  const none = { loggingOff: null, retentionMs: null, firstSeenMs: null };
  expect(
    combineFacts([
      { ...none, retentionMs: 1 },
      { ...none, retentionMs: 2, loggingOff: 'off' },
    ]),
  ).toEqual({ loggingOff: 'off', retentionMs: 1, firstSeenMs: null });
});
