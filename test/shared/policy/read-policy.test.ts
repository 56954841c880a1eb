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

const FULL = `version: 1
timeZone: Europe/Berlin
alertAt: [95, 80]
roles:
  auditor: { permissions: [see-everything] }
modelGroups:
  cheap: [gpt-4o-mini]
  all-chat: [cheap, gpt-4o]
models:
  gpt-4o: { budget: { limit: 900 USD, period: month } }
defaults:
  team: { limits: { requestsPerMinute: 60 } }
teams:
  payments:
    members: { ana@example.com: admin, ben@example.com: }
    models: [all-chat]
    budget: { limit: 300 USD, period: month, soft: 200 USD }
    memberBudget: { limit: 20 USD, period: week }
    memberBudgets: { ana@example.com: { limit: 40 USD, period: null } }
    modelBudgets: { gpt-4o: { limit: 50 USD, period: day } }
    limits: { parallelRequests: 8 }
  search: { members: [ben@example.com] }
users:
  ana@example.com: { role: auditor, budget: { limit: 5 USD, period: day } }
keys:
  ci: { models: [cheap], limits: { tokensPerMinute: 1000 } }
exceptions:
  - { team: payments, reason: year end, until: 2026-12-31, models: [o3] }
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
    ['version: 1\nmodelGroups:\n  a: [b]\n  b: [x, a]', 'policy-group-cycle', 4, 10],
    ['version: 1\nmodelGroups:\n  a: [x, a]', 'policy-group-cycle', 3, 10],
    ['version: 1\nteams:\n  a:\n    budget: { limit: -5 USD, period: day }', 'policy-value', 4, 22],
    ['version: 1\nteams:\n  a:\n    budget: { limit: -5, period: day }', 'policy-value', 4, 22],
    ['version: 1\nusers:\n  a: { role: boss }', 'policy-unknown-role', 3, 14],
    ['version: 1\nteams:\n  a: { members: { u: boss } }', 'policy-unknown-role', 3, 22],
    ['version: 1\nroles:\n  boss: { permissions: [everything] }', 'policy-value', 3, 25],
    ['version: 1\ntimeZone: Europe/Atlantis', 'policy-unknown-time-zone', 2, 11],
    ['version: 1\nteams: []', 'policy-value', 2, 8],
    ['version: 1\nalertAt: [120]', 'policy-value', 2, 11],
    ['version: 1\nexceptions:\n  - { reason: r, until: 2026-12-31 }', 'policy-exception-subject', 3, 5],
    ['version: 1\nexceptions:\n  - { team: a, until: 2026-12-31 }', 'policy-missing-key', 3, 5],
    ['version: 1\nexceptions:\n  - { team: a, reason: r }', 'policy-missing-key', 3, 5],
    [
      'version: 1\nteams: { a: }\nexceptions:\n  - { team: a, reason: r, until: 2026-02-30 }',
      'policy-exception-date',
      4,
      34,
    ],
    ['version: 1\nmodelGroups: { g: [x] }\nmodels: { g: { limits: {} } }', 'policy-group-for-model', 3, 11],
    ['version: 1\nteams: {a: {}}\nteams: {b: {}}', 'yaml-duplicate-key', 3, 1],
    ['', 'policy-empty', 1, 1],
  ])('names the place of what is wrong: %j', (text, rule, line, column) => {
    expect(readPolicy(text).findings).toMatchObject([{ rule, severity: 'critical', line, column }]);
  });

  it.each([
    ['version: 1\nalertAt: [80, 800]', 'Entry 2 of "alertAt" cannot have this value.'],
    [
      'version: 1\nroles: { boss: { permissions: [everything] } }',
      'Entry 1 of "permissions" cannot have this value.',
    ],
    ['- version: 1', 'The policy file cannot have this value.'],
  ])('names an entry of a list, and the file, in words: %j', (text, message) => {
    expect(readPolicy(text).findings.map((one) => one.message)).toContain(message);
  });

  it('tells of a misspelt name beside a value that cannot be read, and of nothing that only seems to be wrong', () => {
    const rules = (text: string) =>
      readPolicy(`version: 1\n${text}`, { models: new Set(['gpt-4o']) }).findings.map(({ rule }) => rule);
    const negative = 'budget: { limit: -1 USD, period: day }';
    expect(rules(`teams:\n  a: { ${negative} }\n  b: { models: [gpt-9] }`)).toEqual([
      'policy-value',
      'policy-unknown-group',
    ]);
    expect(rules(`teams:\n  a: { ${negative}, models: [gpt-9] }`)).toHaveLength(2);
    expect(rules('modelGroups: { g: 7 }\nteams:\n  b: { models: [g] }')).toEqual(['policy-value']);
  });

  it('says which budget is negative, and which says no period', () => {
    const [negative] = readPolicy(
      'version: 1\nteams: { a: { budget: { limit: -5 USD, period: day } } }',
    ).findings;
    expect(negative?.fix).toContain('cannot be negative');
    const [without] = readPolicy('version: 1\nkeys: { a: { budget: { limit: 5 USD } } }').findings;
    expect(without).toMatchObject({
      message: expect.stringContaining('when it starts anew') as string,
      line: 2,
    });
  });

  it('reads users, keys, models, roles, members and defaults', () => {
    const { policy, findings } = readPolicy(FULL);
    expect(findings).toEqual([]);
    expect(policy?.timeZone).toBe('Europe/Berlin');
    expect(policy?.alertAt).toEqual([80, 95]);
    expect(policy?.teams.get('payments')).toMatchObject({
      members: { 'ana@example.com': 'admin', 'ben@example.com': 'power-user' },
      budget: { limit: '300', period: '1mo', soft: '200' },
      memberBudget: { limit: '20', period: '7d' },
      memberBudgets: { 'ana@example.com': { limit: '40', period: null } },
      modelBudgets: { 'gpt-4o': { limit: '50', period: '1d' } },
      limits: { parallelRequests: 8 },
    });
    expect(policy?.teams.get('search')?.members).toEqual({ 'ben@example.com': 'power-user' });
    expect(policy?.roles.get('auditor')).toEqual({ permissions: ['see-everything'] });
    expect(policy?.roles.get('viewer')?.permissions).not.toContain('use-models');
    expect(policy?.users.get('ana@example.com')).toMatchObject({ role: 'auditor' });
  });

  it('reads every file of before as it was', () => {
    const { policy } = readPolicy(GOOD);
    expect(policy).toMatchObject({ timeZone: 'UTC', alertAt: [80], defaults: {}, exceptions: [] });
  });

  it('tells of exceptions that have ended once it knows the time, and of those for nobody', () => {
    const text =
      'version: 1\ntimeZone: Europe/Berlin\nteams: { a: { models: [x] } }\nexceptions:\n' +
      '  - { team: a, reason: audit, until: 2026-10-31, models: [y] }\n' +
      '  - { team: b, reason: audit, until: 2026-12-31 }\n';
    const rules = (at?: string) => readPolicy(text, { at }).findings.map(({ rule, line }) => [rule, line]);
    const unknown = ['policy-exception-unknown', 6];
    expect(rules()).toEqual([unknown]);
    // The last day ends at midnight in Berlin, which is 23:00 UTC in winter.
    expect(rules('2026-10-31T22:59:59Z')).toEqual([unknown]);
    expect(rules('2026-10-31T23:00:00Z')).toEqual([['policy-exception-expired', 5], unknown]);
    expect(readPolicy(text, { at: '2027-01-01T00:00:00Z' }).policy).not.toBeNull();
  });

  it('resolves groups of groups at any depth, also very deep ones', () => {
    const deep = Array.from({ length: 5_000 }, (_, index) => `  g${index}: [g${index + 1}, m${index % 3}]`);
    const { policy, findings } = readPolicy(`version: 1\nmodelGroups:\n${deep.join('\n')}\n`);
    expect(findings).toEqual([]);
    expect(policy === null ? null : resolveModels(policy, ['g0'])).toEqual(['g5000', 'm0', 'm1', 'm2']);
    const circle = readPolicy(`version: 1\nmodelGroups:\n${deep.join('\n')}\n  g5000: [g0]\n`);
    expect(circle.findings).toMatchObject([{ rule: 'policy-group-cycle', line: 5_003 }]);
  });

  it('finds a circle exactly where there is one', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const groups = fc.record(
      Object.fromEntries(
        names.map((name) => [name, fc.uniqueArray(fc.constantFrom(...names, 'x'), { maxLength: 2 })]),
      ),
    );
    fc.assert(
      fc.property(groups, (modelGroups) => {
        const { policy, findings } = readPolicy(JSON.stringify({ version: 1, modelGroups }));
        const reaches = (from: string, to: string, left = names.length): boolean =>
          left > 0 && (modelGroups[from] ?? []).some((next) => next === to || reaches(next, to, left - 1));
        const circular = names.some((name) => reaches(name, name));
        expect(findings.some(({ rule }) => rule === 'policy-group-cycle')).toBe(circular);
        expect(policy === null).toBe(circular);
      }),
    );
  });

  it('gives no policy when a finding is critical, and one when it is not', () => {
    expect(readPolicy('version: 2').policy).toBeNull();
    expect(readPolicy('version: 1\nmodelGroups: {a: [b], b: [a]}').policy).toBeNull();
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
      'exceptions: ',
      '{team: a, until: 2026-02-31, reason: r}',
      'modelGroups: {a: [a]}\n',
      'timeZone: x\n',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 14 }), (parts) => {
        const { policy, findings } = readPolicy(parts.join(''));
        if (policy === null) expect(findings.some(({ severity }) => severity === 'critical')).toBe(true);
      }),
    );
  });
});
