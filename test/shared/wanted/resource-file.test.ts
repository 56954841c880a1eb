import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { renderState } from '../../../shared/plan/render-state.ts';
import { readResourceFile } from '../../../shared/wanted/resource-file.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';

/** The rules of all critical findings, with their lines. */
function complaints(text: string): readonly string[] {
  return readResourceFile(text)
    .findings.filter(({ severity }) => severity === 'critical')
    .map(({ rule, line }) => `${rule}:${line}`);
}

describe('a resource file', () => {
  it('says what is wanted, only what it says, and of which kinds it speaks', () => {
    const { resources, kinds, findings } = readResourceFile(
      [
        'version: 1',
        'keys:',
        '  - name: ci',
        '    budget: { limit: 12.50, period: 30d }',
        '    settings: { key: "${CI_KEY}", metadata: { owner: build } }',
        'users:',
        '  - name: a@example.test',
        '    id: u-1',
        '    role: internal_user',
        'budgets: []',
        '',
      ].join('\n'),
    );
    expect(findings).toEqual([]);
    expect([...kinds].sort()).toEqual(['budget', 'key', 'user']);
    expect(resources).toEqual([
      {
        kind: 'user',
        id: 'u-1',
        name: 'a@example.test',
        owner: 'database',
        fields: { role: 'internal_user' },
        settings: {},
        observed: {},
      },
      {
        kind: 'key',
        id: '',
        name: 'ci',
        owner: 'database',
        fields: { budget: { limit: '12.5', period: '30d' } },
        settings: { key: secretReference('CI_KEY'), metadata: { owner: 'build' } },
        observed: {},
      },
    ]);
  });

  it('takes what a state is rendered as', () => {
    const state: readonly Resource[] = [
      {
        kind: 'tag',
        id: 'checkout',
        name: 'checkout',
        owner: 'database',
        fields: { models: ['gpt-4o'], budget: { limit: '3', period: null } },
        settings: { description: 'the shop' },
        observed: { spend: 4 },
      },
      {
        kind: 'setting',
        id: 'general_settings.max_parallel_requests',
        name: 'general_settings.max_parallel_requests',
        owner: 'database',
        fields: { value: 55 },
        settings: {},
        observed: {},
      },
    ];
    const { resources, findings } = readResourceFile(`version: 1\n${renderState(state)}`);
    expect(findings).toEqual([]);
    expect(renderState(resources ?? [])).toBe(renderState(state));
  });

  it.each([
    ['', ['resources-empty:1']],
    ['keys: []\n', ['resources-value:1']],
    ['version: 1\nkey:\n  - name: a\n', ['resources-unknown-key:2']],
    ['version: 1\nkeys: { a: 1 }\n', ['resources-value:2']],
    ['version: 1\nkeys:\n  - alias: a\n', ['resources-value:3']],
    ['version: 1\nkeys:\n  - name: a\n    rpm: 5\n', ['resources-unknown-field:4']],
    ['version: 1\nkeys:\n  - name: a\n    requestsPerMinute: soon\n', ['resources-value:4']],
    ['version: 1\nkeys:\n  - name: a\n    requestsPerMinute: -1\n', ['resources-value:4']],
    ['version: 1\nkeys:\n  - name: a\n    tokensPerMinute: "9223372036854775808"\n', ['resources-value:4']],
    ['version: 1\npolicyAttachments:\n  - name: a\n', ['resources-value:3']],
    ['version: 1\nkeys:\n  - name: a\n    budget: { limit: -1 }\n', ['resources-value:4']],
    ['version: 1\nkeys:\n  - name: a\n    settings: [1]\n', ['resources-value:4']],
    ['version: 1\nteams:\n  - name: a\n  - name: a\n', ['resources-duplicate:4']],
    ['version: 1\nteams:\n  - { name: a, id: t }\n  - name: a\n', ['resources-duplicate:4']],
    ['version: 1\nteams:\n  - { name: a, id: t }\n  - { name: b, id: t }\n', ['resources-duplicate:4']],
    ['version: 1\ntags:\n  - name: a\n    toString: 1\n', ['resources-unknown-field:4']],
    ['version: 1\nmodelGroups:\n  - name: a\n', ['resources-unknown-key:2']],
    ['version: 1\nkeys:\n  - name: a\n    settings: { key: sk-test-clear-0001 }\n', ['secret-in-file:4']],
    ['version: 1\ntags:\n  - name: a\n    settings: { description: "***" }\n', ['resources-hidden:3']],
  ])('names the place of what is wrong with %j', (text, expected) => {
    expect(complaints(text)).toEqual(expected);
    expect(readResourceFile(text).resources).toBeNull();
  });

  it('does not take a heading without entries for a wish that nothing be left', () => {
    const read = readResourceFile('version: 1\nkeys:\n#  - name: a\ntags: []\n');
    expect([...read.kinds]).toEqual(['tag']);
    expect(read.findings).toMatchObject([{ rule: 'resources-empty-list', severity: 'warning', line: 2 }]);
  });

  it('tells namesakes apart by their ids, and lets deployments share a name', () => {
    const text =
      'version: 1\nmodels:\n  - { name: m, target: a }\n  - { name: m, target: b }\nteams:\n  - { name: a, id: t1 }\n  - { name: a, id: t2 }\n';
    expect(complaints(text)).toEqual([]);
  });

  it('does not repeat a secret that is written out', () => {
    const said = JSON.stringify(
      readResourceFile('version: 1\nkeys:\n  - name: a\n    settings: { key: sk-test-clear-0001 }\n')
        .findings,
    );
    expect(said).not.toContain('sk-test-clear-0001');
  });
});

describe('tariffs in a resource file', () => {
  const file = (price: string): string =>
    `version: 1\nmodels:\n  - name: large\n    tariffs:\n      - { name: rt, inputPrice: "${price}", outputPrice: "0", purpose: realtime }\n`;

  it('are read as the whole set, each price in its plain spelling', () => {
    expect(readResourceFile(file('0.00000100')).resources?.[0]?.fields).toEqual({
      tariffs: [
        { name: 'rt', inputPrice: '0.000001', outputPrice: '0', purpose: 'realtime', completionWindow: null },
      ],
    });
  });

  it.each(['0.000000001', `0.${'1'.repeat(20)}`])('are refused with the price %s, and why', (price) => {
    const { resources, findings } = readResourceFile(file(price));
    expect(resources).toBeNull();
    expect(findings[0]).toMatchObject({ rule: 'resources-value', severity: 'critical', line: 5 });
    expect(findings[0]?.fix).toContain('rounds a finer price without a word');
  });

  it.each(['-0.01', 'cheap', '10000', '1e400'])('are refused with the price %s', (price) => {
    expect(readResourceFile(file(price)).resources).toBeNull();
  });
});
