import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { expect, it } from 'vitest';

import { assistFor, DOUBLEWORD_HELP } from '../../../../renderer/features/config/file-assist.ts';
import { complete, explain } from '../../../../renderer/ui/code/schema-assist.ts';

const entry = { path: 'x.yaml', node: 'a', bytes: null, worst: null } as const;

/** What is offered where the text has `|`. */
function words(marked: string): readonly string[] {
  const state = EditorState.create({ doc: marked.replace('|', '') });
  const found = complete(DOUBLEWORD_HELP, new CompletionContext(state, marked.indexOf('|'), true));
  return found?.options.map(({ label }) => label) ?? [];
}

function explained(marked: string): string | null {
  const view = new EditorView({ state: EditorState.create({ doc: marked.replace('|', '') }) });
  const told = explain(DOUBLEWORD_HELP, view, marked.indexOf('|'))?.create(view).dom.textContent ?? null;
  view.destroy();
  return told;
}

it('offers the settings of a Doubleword config file, however deep, and their values', () => {
  expect(words('|')).toEqual(expect.arrayContaining(['host', 'model_sources', 'enable_analytics']));
  expect(words('auth:\n  native:\n    |')).toEqual(
    expect.arrayContaining(['enabled', 'allow_registration', 'password']),
  );
  expect(words('database:\n  type: |')).toEqual(['embedded', 'external']);
  expect(words('model_sources:\n  - name: a\n    |')).toContain('default_models');
  expect(words('auth: { default_user_roles: [|] }')).toContain('PlatformManager');
  expect(words('enable_metrics: |')).toEqual(['true', 'false']);
});

it('explains what surprises under the pointer', () => {
  expect(explained('admin_email|: a@example.test')).toMatch(/second admin/);
  expect(explained('enable_analytics: fal|se')).toMatch(/nobody is charged/);
  expect(explained('model_sources|: []')).toMatch(/first start only/);
});

it('helps with a file that has a schema, and with no other', () => {
  expect(assistFor({ ...entry, role: 'gateway', kind: 'doubleword' })).toHaveProperty('assist');
  expect(assistFor({ ...entry, role: 'policy', kind: null })).toHaveProperty('assist');
  expect(assistFor({ ...entry, role: 'gateway', kind: 'litellm' })).toEqual({});
  expect(assistFor({ ...entry, role: 'costs', kind: null })).toEqual({});
});
