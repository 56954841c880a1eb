import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { editLitellmConfig } from '../../../shared/config/edit-litellm-config.ts';
import { readLitellmConfigModels } from '../../../shared/config/litellm-config.ts';
import { readYaml } from '../../../shared/config/yaml-text.ts';
import type { FileEdit } from '../../../shared/plan/plan.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';

const FILE = `# Our gateway.
model_list:
  - model_name: gpt-4o # the large one
    litellm_params:
      model: openai/gpt-4o
      api_key: os.environ/OPENAI
      rpm: 10
  - model_name: gpt-4o
    litellm_params: { model: azure/gpt-4o }
    model_info: { id: azure-1 }
router_settings:
  num_retries: 2
guardrails:
  - guardrail_name: masks
    litellm_params: { guardrail: presidio, mode: pre_call }
`;

function edit(part: Partial<FileEdit>): FileEdit {
  return { node: 'eu', kind: 'model', name: 'gpt-4o', resourceId: 'x', fields: [], ...part };
}

describe('edits of a LiteLLM config file', () => {
  it('change what is meant, and leave comments, order and secrets as they are', () => {
    const { text, made, left } = editLitellmConfig(FILE, [
      edit({
        resourceId: 'azure-1',
        fields: [
          { path: 'requestsPerMinute', after: 60 },
          { path: 'inputPrice', after: '0.0000025' },
          { path: 'settings.model_info.mode', after: 'chat' },
        ],
      }),
      edit({
        kind: 'setting',
        name: 'router_settings.num_retries',
        fields: [{ path: 'value', before: 2, after: 3 }],
      }),
      edit({
        kind: 'guardrail',
        name: 'masks',
        fields: [{ path: 'settings.litellm_params.default_on', after: true }],
      }),
    ]);
    expect({ made, left }).toEqual({ made: 3, left: [] });
    expect(text).toContain('# Our gateway.');
    expect(text).toContain('- model_name: gpt-4o # the large one');
    expect(text).toContain('api_key: os.environ/OPENAI');
    expect(text).toContain('num_retries: 3');
    expect(text).toContain('default_on: true');
    const [first, second] = readLitellmConfigModels(text);
    expect(first?.fields).toEqual(readLitellmConfigModels(FILE)[0]?.fields);
    expect(second).toMatchObject({
      fields: { requestsPerMinute: 60, inputPrice: '0.0000025' },
      settings: { model_info: { mode: 'chat' } },
    });
  });

  it('change no other byte, however it is spelled', () => {
    const file = `# Ours.
model_list:
    - model_name:   "a"   # spaces on purpose
      litellm_params: {model: openai/a,rpm: 10,   tpm: 1e3}
      model_info: { id: 12345678901234567890 }
router_settings:
    model_group_alias: {gpt-4.1: old, other: x}
    num_retries: 0x10
`;
    const { text, left } = editLitellmConfig(file, [
      edit({ name: 'a', fields: [{ path: 'requestsPerMinute', before: 10, after: 60 }] }),
      edit({
        kind: 'setting',
        name: 'router_settings.model_group_alias',
        fields: [{ path: 'value.gpt-4.1', before: 'old', after: 'new' }],
      }),
    ]);
    expect(left).toEqual([]);
    expect(text).toBe(file.replace('rpm: 10', 'rpm: 60').replace('gpt-4.1: old', 'gpt-4.1: new'));
  });

  it('tell a key that holds dots from keys in keys, also where the file holds neither', () => {
    const wanted = { value: { 'gpt-4.1': 'x', nested: { 'a.b': { c: 1 } } } };
    const { text } = editLitellmConfig('router_settings:\n  model_group_alias:\n    other: x\n', [
      edit({
        kind: 'setting',
        name: 'router_settings.model_group_alias',
        fields: [
          { path: 'value.gpt-4.1', after: 'x' },
          { path: 'value.nested.a.b.c', after: 1 },
        ],
        wanted,
      }),
    ]);
    expect(readYaml(text, 'python').value).toEqual({
      router_settings: { model_group_alias: { other: 'x', ...wanted.value } },
    });
  });

  it('name secrets as LiteLLM does, and never as our own files do', () => {
    const { text } = editLitellmConfig(FILE, [
      edit({
        resourceId: 'azure-1',
        fields: [{ path: 'settings.litellm_params.api_key', after: secretReference('NEW_KEY') }],
      }),
    ]);
    expect(text).toBe(
      FILE.replace('{ model: azure/gpt-4o }', '{ model: azure/gpt-4o, api_key: os.environ/NEW_KEY }'),
    );
  });

  it('change and take away a price where it stands', () => {
    const file =
      'model_list:\n  - model_name: a\n    litellm_params: { model: x/a }\n    model_info:\n      input_cost_per_token: 0.1\n      mode: chat\n';
    const price = (after?: string): FileEdit =>
      edit({
        name: 'a',
        fields: [{ path: 'inputPrice', before: '0.1', ...(after === undefined ? {} : { after }) }],
      });
    expect(editLitellmConfig(file, [price('0.0000002')]).text).toBe(file.replace('0.1', '2.0e-7'));
    expect(editLitellmConfig(file, [price()]).text).toBe(
      file.replace('      input_cost_per_token: 0.1\n', ''),
    );
  });

  it('leave what an alias shares with another place, the whole edit, and say which field', () => {
    const file =
      'model_list:\n  - model_name: a\n    litellm_params: &one { model: x/a, rpm: 1 }\n  - model_name: b\n    litellm_params: *one\n';
    const { text, made, left } = editLitellmConfig(file, [
      edit({
        name: 'a',
        fields: [
          { path: 'settings.model_info.mode', after: 'chat' },
          { path: 'requestsPerMinute', after: 5 },
        ],
      }),
    ]);
    expect({ text, made }).toEqual({ text: file, made: 0 });
    expect(left).toEqual([expect.stringContaining('change requestsPerMinute by hand')]);
  });

  it('take out what is wanted empty', () => {
    const file =
      'model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/a\n      rpm: 10\n';
    const { text } = editLitellmConfig(file, [
      edit({ name: 'a', fields: [{ path: 'requestsPerMinute', before: 10 }] }),
    ]);
    expect(text).toBe('model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/a\n');
  });

  it('make the mapping they need', () => {
    const { text } = editLitellmConfig('general_settings:\n', [
      edit({
        kind: 'setting',
        name: 'general_settings.alerting_threshold',
        fields: [{ path: 'value', after: 5 }],
      }),
    ]);
    expect(text).toContain('alerting_threshold: 5');
  });

  it('leave what cannot be told apart or is not there, and say so', () => {
    const unclear = edit({ fields: [{ path: 'requestsPerMinute', after: 1 }] });
    const absent = edit({ name: 'gone', fields: [{ path: 'requestsPerMinute', after: 1 }] });
    expect(editLitellmConfig(FILE, [unclear, absent])).toEqual({
      text: FILE,
      made: 0,
      left: ['The model "gpt-4o" was not found in the file.', 'The model "gone" was not found in the file.'],
    });
  });

  it('put in what is then read back, whatever the number', () => {
    fc.assert(
      fc.property(fc.nat(), (rpm) => {
        const { text } = editLitellmConfig(FILE, [
          edit({ resourceId: 'azure-1', fields: [{ path: 'requestsPerMinute', after: rpm }] }),
        ]);
        expect(readLitellmConfigModels(text)[1]?.fields['requestsPerMinute']).toBe(rpm);
      }),
    );
  });
});
