import type { Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Finding } from './finding.ts';
import { fileModel } from './litellm-model.ts';
import { findSecretLiterals } from './secret-literals.ts';
import { readYaml, type YamlText } from './yaml-text.ts';

/** Top-level sections that LiteLLM 1.106.2 reads. Others are kept and never an error there. */
const SECTIONS = new Set([
  'model_list',
  'litellm_settings',
  'general_settings',
  'router_settings',
  'environment_variables',
  'guardrails',
  'mcp_servers',
  'vector_store_registry',
  'search_tools',
  'credential_list',
  'files_settings',
  'finetune_settings',
  'assistant_settings',
  'callback_settings',
  'policies',
  'policy_attachments',
  'prompts',
  'agents',
  'include',
]);

/** What is wrong with a LiteLLM config file: YAML, structure, and keys written out. */
export function checkLitellmConfig(text: string): readonly Finding[] {
  const yaml = readYaml(text, 'python');
  if (!yaml.readable || text.trim() === '') return yaml.findings;
  if (!isJsonObject(yaml.value)) return [...yaml.findings, notMapping(yaml)];
  return [
    ...yaml.findings,
    ...unknownSections(yaml, yaml.value),
    ...checkModelList(yaml, yaml.value['model_list']),
    ...findSecretLiterals(yaml, {
      severity: 'critical',
      fix: 'Put os.environ/NAME instead and set the variable NAME where the gateway runs.',
    }),
  ];
}

/** What keeps a LiteLLM config file from being understood, if anything: its models are then not known. */
export function unusableLitellmConfig(text: string): Finding | undefined {
  return checkLitellmConfig(text).find(
    ({ severity, rule }) => severity === 'critical' && rule !== 'secret-in-file',
  );
}

/**
 * The models that a LiteLLM config file owns, comparable with those of a snapshot. Entries that are not
 * whole are left out: {@link checkLitellmConfig} names them. Keys never become part of a resource.
 */
export function readLitellmConfigModels(text: string): readonly Resource[] {
  const { value } = readYaml(text, 'python');
  const list = isJsonObject(value) ? value['model_list'] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: JsonValue, index) => fileModel(entry, index) ?? []);
}

function checkModelList(yaml: YamlText, list: JsonValue | undefined): readonly Finding[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    return [
      critical(yaml, ['model_list'], 'model_list must be a list.', 'Start each model with "- model_name:".'),
    ];
  }
  return list.flatMap((entry: JsonValue, index) => {
    const path = ['model_list', index];
    if (!isJsonObject(entry)) {
      return [
        critical(
          yaml,
          path,
          `Model ${index + 1} is not a mapping.`,
          'Write "- model_name:" and below it "litellm_params:".',
        ),
      ];
    }
    const findings: Finding[] = [];
    if (!isName(entry['model_name'])) {
      const at = 'model_name' in entry ? [...path, 'model_name'] : path;
      findings.push(
        critical(
          yaml,
          at,
          `Model ${index + 1} has no model_name.`,
          'Add model_name: the name that people ask for.',
        ),
      );
    }
    const params = entry['litellm_params'];
    if (!isJsonObject(params) || !isName(params['model'])) {
      const name = isName(entry['model_name']) ? `"${entry['model_name']}"` : index + 1;
      const at = isJsonObject(params) ? [...path, 'litellm_params'] : path;
      findings.push(
        critical(
          yaml,
          at,
          `Model ${name} has no litellm_params.model.`,
          'Add litellm_params with model: what the provider calls it, such as openai/gpt-4o.',
        ),
      );
    }
    return findings;
  });
}

function unknownSections(yaml: YamlText, value: JsonObject): readonly Finding[] {
  return Object.keys(value)
    .filter((key) => !SECTIONS.has(key))
    .map((key) => unknownSection(yaml, key));
}

function unknownSection(yaml: YamlText, key: string): Finding {
  return {
    rule: 'litellm-unknown-section',
    severity: 'note',
    message: `"${key}" is not a section that LiteLLM 1.106.2 is known to read; it would ignore it.`,
    fix: 'Check the spelling.',
    ...yaml.place([key], 'key'),
  };
}

function notMapping(yaml: YamlText): Finding {
  return critical(
    yaml,
    [],
    'A config file must be a mapping, such as "model_list:".',
    'Write "model_list:" on the first line.',
  );
}

function critical(yaml: YamlText, path: (string | number)[], message: string, fix: string): Finding {
  return { rule: 'litellm-structure', severity: 'critical', message, fix, ...yaml.place(path) };
}

function isName(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
