import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { resolveModels } from '../../../shared/policy/policy.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';

const GOOD = `version: 1
modelGroups:
  general: [gpt-4o, claude-sonnet]
teams:
  payments:
    models: [general, text-embed]
    budget: { limit: "300.50 USD", period: 30d }
    limits: { requestsPerMinute: 60, tokensPerMinute: null }
    environments: [prod]
  search: { models: all, budget: null }
  idle:
`;

describe('readPolicy', () => {
  it('reads groups and teams, and keeps "absent" apart from "none"', () => {
    const { policy, findings } = readPolicy(GOOD);
    expect(findings).toEqual([]);
    expect(policy?.teams.get('payments')).toEqual({
      models: ['general', 'text-embed'],
      budget: { limit: '300.5', period: '30d' },
      limits: { requestsPerMinute: 60, tokensPerMinute: null },
      environments: ['prod'],
    });
    expect(policy?.teams.get('search')).toEqual({ models: 'all', budget: null });
    expect(policy?.teams.get('idle')).toEqual({});
  });

  it('resolves groups to sorted models, each once', () => {
    const { policy } = readPolicy(GOOD);
    if (policy === null) throw new Error('no policy');
    expect(resolveModels(policy, ['general', 'text-embed', 'gpt-4o'])).toEqual([
      'claude-sonnet',
      'gpt-4o',
      'text-embed',
    ]);
    expect(resolveModels(policy, 'all')).toBeNull();
  });

  it.each([
    ['version: 2', 'policy-value', 1, 10],
    ['teams: {}', 'policy-missing-key', 1, 1],
    ['version: 1\nteam:\n  a: {}', 'policy-unknown-key', 2, 1],
    ['version: 1\nteams:\n  a:\n    modles: [x]', 'policy-unknown-key', 4, 5],
    ['version: 1\nteams:\n  a:\n    budget: { limit: 300, period: 30d }', 'policy-value', 4, 22],
    ['version: 1\nteams:\n  a:\n    budget: { limit: "300 EUR", period: 30d }', 'policy-value', 4, 22],
    [
      'version: 1\nteams:\n  a:\n    budget: { limit: "0.0000000001 USD", period: 30d }',
      'policy-value',
      4,
      22,
    ],
    ['version: 1\nteams:\n  a:\n    budget: { limit: "3 USD" }', 'policy-missing-key', 4, 13],
    ['version: 1\nteams:\n  a:\n    budget: { limit: "3 USD", period: monthly }', 'policy-value', 4, 39],
    ['version: 1\nteams:\n  a:\n    limits: { requestsPerMinute: -1 }', 'policy-value', 4, 34],
    ['version: 1\nteams:\n  a:\n    limits: { requestsPerMinute: 1.5 }', 'policy-value', 4, 34],
    ['version: 1\nteams:\n  a:\n    models: gpt-4o', 'policy-value', 4, 13],
    ['version: 1\nmodelGroups:\n  a: [x]\n  b: [a]', 'policy-group-in-group', 4, 7],
    ['version: 1\nteams: {a: {}}\nteams: {b: {}}', 'yaml-duplicate-key', 3, 1],
    ['', 'policy-empty', 1, 1],
  ])('names the place of what is wrong: %j', (text, rule, line, column) => {
    expect(readPolicy(text).findings).toMatchObject([{ rule, severity: 'critical', line, column }]);
  });

  it('gives no policy when a finding is critical, and one when it is not', () => {
    expect(readPolicy('version: 2').policy).toBeNull();
    expect(readPolicy('version: 1\nmodelGroups: {a: [x], b: [a]}').policy).toBeNull();
    expect(readPolicy('version: 1\nteams: {a: {models: [yes]}}').policy).not.toBeNull();
  });

  it('warns of a model in a group that no node offers', () => {
    const text = 'version: 1\nmodelGroups: {small: [gpt-4o-mini, gpt-4o-mimi]}\n';
    const { findings } = readPolicy(text, { models: new Set(['gpt-4o-mini']) });
    expect(findings).toMatchObject([
      { rule: 'policy-unknown-model', severity: 'warning', line: 2, column: 36 },
    ]);
    expect(readPolicy(text).findings).toEqual([]);
  });

  it('warns of names that are neither a group nor offered by a node', () => {
    const text =
      'version: 1\nmodelGroups: {small-models: [gpt-4o-mini]}\nteams:\n  a:\n    models: [small_models, gpt-4o, bedrock/x, nothing]\n';
    const known = new Set(['gpt-4o', 'gpt-4o-mini', 'bedrock/*']);
    expect(readPolicy(text, { models: known }).findings).toMatchObject([
      {
        rule: 'policy-unknown-group',
        severity: 'warning',
        line: 5,
        column: 14,
        fix: 'Did you mean "small-models"?',
      },
      { rule: 'policy-unknown-group', severity: 'warning', column: 47 },
    ]);
    expect(readPolicy(text).findings).toHaveLength(1);
  });

  it('warns of environments that no node is in, once it knows the nodes', () => {
    const text = 'version: 1\nteams:\n  a: { environments: [prod, pord] }\n  b: { environments: [] }\n';
    const { policy, findings } = readPolicy(text, { environments: new Set(['staging', 'prod']) });
    expect(policy).not.toBeNull();
    expect(findings).toMatchObject([
      {
        rule: 'policy-unknown-environment',
        severity: 'warning',
        line: 3,
        column: 29,
        fix: 'Check the spelling. The nodes are in: prod, staging.',
      },
    ]);
    expect(readPolicy(text).findings).toEqual([]);
  });

  it('never throws, whatever the text', () => {
    const words = fc.constantFrom(
      'version: 1\n',
      'teams:\n',
      '  a:\n',
      '    budget: ',
      '{limit: ',
      '"3 USD"',
      '}',
      '[',
      'null\n',
      ' - x\n',
      'all\n',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 14 }), (parts) => {
        const { policy, findings } = readPolicy(parts.join(''));
        if (policy === null) expect(findings.some(({ severity }) => severity === 'critical')).toBe(true);
      }),
    );
  });
});
