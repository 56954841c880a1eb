import { describe, expect, it } from 'vitest';

import { checkLitellmConfig, readLitellmConfigModels } from '../../../shared/config/litellm-config.ts';

const GOOD = `# gateway of the EU
model_list:
  - model_name: gpt-4o
    litellm_params:
      model: openai/gpt-4o
      api_key: os.environ/OPENAI_KEY
      rpm: 600
      input_cost_per_token: 0.0000025
    model_info: { id: file-gpt-4o, access_groups: [general] }
  - model_name: gpt-4o
    litellm_params: { model: azure/gpt-4o-eu, api_base: "https://eu.example.com" }
general_settings:
  master_key: os.environ/MASTER_KEY
`;

describe('checkLitellmConfig', () => {
  it('finds nothing in a sound file or an empty one', () => {
    expect(checkLitellmConfig(GOOD)).toEqual([]);
    expect(checkLitellmConfig('')).toEqual([]);
    expect(checkLitellmConfig('model_list: []')).toEqual([]);
  });

  it('names entries without a name or a model, at the entry', () => {
    const text =
      'model_list:\n  - litellm_params: {model: x}\n  - model_name: a\n  - model_name: b\n    litellm_params: {rpm: 1}\n  - just text\n';
    expect(checkLitellmConfig(text).map(({ message, line, severity }) => [message, line, severity])).toEqual([
      ['Model 1 has no model_name.', 2, 'critical'],
      ['Model "a" has no litellm_params.model.', 3, 'critical'],
      ['Model "b" has no litellm_params.model.', 5, 'critical'],
      ['Model 4 is not a mapping.', 6, 'critical'],
    ]);
  });

  it('refuses a list of models that is no list, and a file that is no mapping', () => {
    expect(checkLitellmConfig('model_list: gpt-4o')).toMatchObject([
      { rule: 'litellm-structure', column: 13 },
    ]);
    expect(checkLitellmConfig('- a\n- b')).toMatchObject([{ rule: 'litellm-structure', line: 1 }]);
  });

  it.each([
    [
      'an api_key',
      'model_list:\n  - model_name: a\n    litellm_params: {model: x, api_key: made-up-value}\n',
      3,
    ],
    ['a master key', 'general_settings:\n  master_key: sk-made-up-value\n', 2],
    ['a database password', 'general_settings:\n  database_url: postgres://u:made-up-value@db/x\n', 2],
    ['a key by its shape', 'environment_variables:\n  OPENAI: sk-made-up-value\n', 2],
  ])('finds %s written out, and never repeats it', (_, text, line) => {
    const findings = checkLitellmConfig(text);
    expect(findings).toMatchObject([{ rule: 'secret-in-file', severity: 'critical', line }]);
    expect(JSON.stringify(findings)).not.toContain('made-up-value');
    expect(findings[0]?.fix).toContain('os.environ/NAME');
  });

  it('notes sections that LiteLLM does not read', () => {
    expect(checkLitellmConfig('modl_list: []')).toMatchObject([
      { severity: 'note', line: 1, column: 1, to: 9 },
    ]);
  });
});

describe('readLitellmConfigModels', () => {
  it('reads each deployment in neutral words, without keys', () => {
    expect(readLitellmConfigModels(GOOD)).toEqual([
      {
        kind: 'model',
        id: 'file-gpt-4o',
        name: 'gpt-4o',
        owner: 'file',
        fields: { target: 'openai/gpt-4o', inputPrice: '0.0000025', requestsPerMinute: 600 },
        settings: { model_info: { access_groups: ['general'] } },
        observed: {},
      },
      {
        kind: 'model',
        id: 'model_list/1',
        name: 'gpt-4o',
        owner: 'file',
        fields: { target: 'azure/gpt-4o-eu' },
        settings: { litellm_params: { api_base: 'https://eu.example.com' } },
        observed: {},
      },
    ]);
  });

  it('leaves out entries that are not whole, and gives none for a text that is no config', () => {
    expect(
      readLitellmConfigModels(
        'model_list:\n  - model_name: a\n  - {model_name: b, litellm_params: {model: m}}',
      ),
    ).toMatchObject([{ name: 'b' }]);
    expect(readLitellmConfigModels('model_list: [')).toEqual([]);
    expect(readLitellmConfigModels('just text')).toEqual([]);
  });
});
