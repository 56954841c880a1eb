import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { setInYaml } from '../../../shared/config/edit-yaml.ts';
import type { YamlPath } from '../../../shared/config/yaml-place.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const EXAMPLE = /## The policy file[\s\S]*?```yaml\n([\s\S]*?)```/.exec(README)?.[1] ?? '';
const comments = (text: string): readonly string[] => text.match(/#.*$/gm) ?? [];

it('the example of the documentation is a policy without a fault', () => {
  const { policy, findings } = readPolicy(EXAMPLE, { at: '2026-11-03T00:00:00Z' });
  expect(findings).toEqual([]);
  expect(policy?.teams.get('search')).toMatchObject({ memberBudget: { limit: '20', period: '7d' } });
});

const EDITS: readonly (readonly [YamlPath, JsonValue])[] = [
  [['teams', 'search', 'models'], ['cheap']],
  [['teams', 'search', 'budget', 'limit'], '310 USD'],
  [['teams', 'search', 'memberBudget'], null],
  [['teams', 'search', 'memberBudgets'], {}],
  [['teams', 'search', 'limits', 'requestsPerMinute'], 5],
  [['teams', 'new team'], { models: ['gpt-4o'], budget: { limit: '1 USD', period: 'day' } }],
  [['users', 'cy@example.com'], { role: 'viewer' }],
  [['keys', 'ci-pipeline', 'models'], []],
  [['modelGroups', 'cheap'], ['gpt-4o-mini']],
  [['defaults', 'key'], { budget: { limit: '1 USD', period: 'month' } }],
  [['exceptions', 0, 'until'], '2027-01-31'],
];

it('no edit loses a comment, and each says what it was to say', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...EDITS], { minLength: 1 }), (edits) => {
      let text = EXAMPLE;
      for (const [path, value] of edits) text = setInYaml(text, 'core', path, value) ?? '';
      expect(comments(text)).toEqual(comments(EXAMPLE));
      expect(readPolicy(text).findings.filter(({ severity }) => severity === 'critical')).toEqual([]);
      const last = edits.at(-1);
      if (last !== undefined) expect(setInYaml(text, 'core', ...last)).toBe(text);
    }),
    { numRuns: 30 },
  );
});
