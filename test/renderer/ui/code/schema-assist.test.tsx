import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { expect, it } from 'vitest';

import { POLICY_HELP } from '../../../../renderer/features/config/policy-assist.ts';
import { complete, explain } from '../../../../renderer/ui/code/schema-assist.ts';

/** What is offered where the text has `|`. */
function offered(marked: string, explicit = true) {
  const state = EditorState.create({ doc: marked.replace('|', '') });
  return complete(POLICY_HELP, new CompletionContext(state, marked.indexOf('|'), explicit));
}

const words = (marked: string): readonly string[] => offered(marked)?.options.map(({ label }) => label) ?? [];

/** What the pointer is told where the text has `|`. */
function explained(marked: string): string | null {
  const view = new EditorView({ state: EditorState.create({ doc: marked.replace('|', '') }) });
  const tooltip = explain(POLICY_HELP, view, marked.indexOf('|'));
  const told = tooltip?.create(view).dom.textContent ?? null;
  view.destroy();
  return told;
}

it('offers the keys of a team with what they mean, and writes the colon', () => {
  const found = offered('version: 1\nteams:\n  a:\n    mem|', false);
  expect(found?.from).toBe('version: 1\nteams:\n  a:\n    '.length);
  expect(found?.options.find(({ label }) => label === 'memberBudget')).toMatchObject({
    apply: 'memberBudget: ',
    info: 'What each member may spend within the team.',
  });
  expect(offered('version: 1\nteams:\n  a:\n    |', false)).toBeNull();
});

it('offers periods, roles, permissions, groups and names of the file itself', () => {
  expect(words('keys:\n  k:\n    budget: { limit: 3 USD, period: |')).toEqual(
    expect.arrayContaining(['day', 'week', 'month']),
  );
  expect(words('roles: { boss: { permissions: [] } }\nusers:\n  ana: { role: | }')).toEqual(
    expect.arrayContaining(['admin', 'viewer', 'boss']),
  );
  expect(words('teams:\n  t:\n    members: { ana: | }')).toContain('power-user');
  expect(words('roles:\n  boss: { permissions: [use-|] }')).toContain('use-models');
  expect(words('modelGroups: { cheap: [m1] }\nteams:\n  a: { models: [|] }')).toEqual(['cheap', 'm1']);
  expect(words('teams: { payments: }\nexceptions:\n  - team: |')).toEqual(['payments']);
});

it('goes by the text as it last read while one is typed that does not', () => {
  expect(words('modelGroups: { cheap: [m1] }\nteams:\n  a: { models: [|] }')).toContain('cheap');
  expect(words('modelGroups: { cheap: [m1] }\nteams:\n  a: { models: [x, |')).toContain('cheap');
});

it('offers nothing where names are free, and nothing in a comment', () => {
  expect(offered('teams:\n  |')).toBeNull();
  expect(offered('teams: # |')).toBeNull();
});

it('explains the key under the pointer, and the key whose value is under it', () => {
  expect(explained('teams:\n  a:\n    bud|get: { limit: 3 USD, period: day }')).toContain(
    'What may be spent',
  );
  expect(explained('teams:\n  a:\n    budget: { limit: 3 USD, period: d|ay }')).toContain('starts anew');
  expect(explained('teams:\n  a:\n    models: [g|pt-4o]')).toContain('Models and model groups');
  expect(explained('teams:\n  a|b: {}')).toBeNull();
  expect(explained('teams: # pay|ments')).toBeNull();
});
