import { isJsonObject, type JsonValue } from '../json.ts';
import type { FieldChange, FileEdit } from '../plan/plan.ts';
import { fillSecrets } from '../plan/secret-references.ts';
import { keysOfPath } from './dotted-path.ts';
import { setInYaml } from './edit-yaml.ts';
import { fileModel } from './litellm-model.ts';
import type { YamlPath } from './yaml-place.ts';
import { readYaml } from './yaml-text.ts';

/** A config file with the edits that could be made in it. */
export interface EditedConfig {
  readonly text: string;
  /** How many edits are in it. */
  readonly made: number;
  /** What could not be put in, as sentences. */
  readonly left: readonly string[];
}

/**
 * Makes wanted edits in the text of a LiteLLM config file: only the characters of the values that are edited change. A
 * field that is wanted empty is taken out, and a secret that is named by reference is named as LiteLLM names it
 * (`os.environ/NAME`; 1.81.13, 1.106.2). An edit is made whole or not at all; what is not made is said.
 */
export function editLitellmConfig(text: string, edits: readonly FileEdit[]): EditedConfig {
  const left: string[] = [];
  let current = text;
  for (const edit of edits) {
    const outcome = editOne(current, edit);
    if ('text' in outcome) current = outcome.text;
    else left.push(outcome.why);
  }
  return { text: current, made: edits.length - left.length, left };
}

function editOne(text: string, edit: FileEdit): { readonly text: string } | { readonly why: string } {
  const { value, readable } = readYaml(text, PYTHON);
  const base = readable ? placeOf(value, edit) : null;
  if (base === null) return { why: `The ${edit.kind} "${edit.name}" was not found in the file.` };
  let current = text;
  for (const field of edit.fields) {
    const next = writeField(current, base, edit, field);
    if (next === null) return { why: whyNot(edit, field) };
    current = next;
  }
  return { text: current };
}

function whyNot({ kind, name }: FileEdit, { path }: FieldChange): string {
  return `The ${kind} "${name}" could not be edited: change ${path} by hand; the file shares it with another place, or spells it in a way that is not known here.`;
}

const PYTHON = 'python';

function placeOf(value: JsonValue, { kind, name, resourceId }: FileEdit): YamlPath | null {
  if (!isJsonObject(value)) return null;
  if (kind === 'setting') return settingPlace(name);
  if (kind === 'model') {
    const list = value['model_list'];
    const entries = Array.isArray(list)
      ? list.flatMap((entry: JsonValue, index) => {
          const model = fileModel(entry, index);
          return model === null ? [] : [{ model, index }];
        })
      : [];
    const named = entries.filter(({ model }) => model.name === name);
    const found =
      entries.find(({ model }) => model.id === resourceId) ?? (named.length === 1 ? named[0] : undefined);
    return found === undefined ? null : ['model_list', found.index];
  }
  if (kind === 'guardrail') {
    const list = value['guardrails'];
    if (!Array.isArray(list)) return null;
    const index = list.findIndex(
      (entry: JsonValue) => isJsonObject(entry) && entry['guardrail_name'] === name,
    );
    return index === -1 ? null : ['guardrails', index];
  }
  return null;
}

/** `general_settings.alerting`: the section, and a key that may hold dots. */
function settingPlace(name: string): YamlPath {
  const [section = '', ...key] = name.split('.');
  return key.length === 0 ? [section] : [section, key.join('.')];
}

const MODEL_FIELDS: Readonly<Record<string, YamlPath>> = {
  target: ['litellm_params', 'model'],
  inputPrice: ['litellm_params', 'input_cost_per_token'],
  outputPrice: ['litellm_params', 'output_cost_per_token'],
  requestsPerMinute: ['litellm_params', 'rpm'],
  tokensPerMinute: ['litellm_params', 'tpm'],
};

function writeField(text: string, base: YamlPath, edit: FileEdit, field: FieldChange): string | null {
  const { path, after } = field;
  const ways = waysOf(text, base, edit, path);
  if (after === undefined || after === null) {
    return ways.reduce<string | null>(
      (current, way) => (current === null ? null : setInYaml(current, PYTHON, [...base, ...way], undefined)),
      text,
    );
  }
  const held = valueAt(readYaml(text, PYTHON).value, base);
  const way = ways.find((one) => valueAt(held, one) !== undefined) ?? ways[0];
  if (way === undefined) return null;
  const value =
    isPrice(path) && typeof after === 'string' ? Number(after) : fillSecrets(after, inEnvironment);
  return setInYaml(text, PYTHON, [...base, ...way], value);
}

/**
 * Where a field can stand below its entry, the usual place first: neutral ones under LiteLLM's names, settings as they
 * are. A price may also stand in `model_info`.
 */
function waysOf(text: string, base: YamlPath, { kind, wanted }: FileEdit, path: string): readonly YamlPath[] {
  const neutral = kind === 'model' ? MODEL_FIELDS[path] : undefined;
  if (neutral !== undefined) {
    return isPrice(path) ? [neutral, ['model_info', ...neutral.slice(1)]] : [neutral];
  }
  const held = valueAt(readYaml(text, PYTHON).value, base) ?? null;
  const [first, ...rest] = keysOfPath(path, [
    wanted,
    kind === 'setting' ? { value: held } : { settings: held },
  ]);
  return [first === 'value' || first === 'settings' ? rest : [first ?? '', ...rest]];
}

function valueAt(value: JsonValue | undefined, path: YamlPath): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((held, part) => {
    if (typeof part === 'number')
      return Array.isArray(held) ? (held[part] as JsonValue | undefined) : undefined;
    return isJsonObject(held) && Object.hasOwn(held, part) ? held[part] : undefined;
  }, value);
}

function isPrice(field: string): boolean {
  return field === 'inputPrice' || field === 'outputPrice';
}

/** How LiteLLM's file names what stands in its environment. */
function inEnvironment(name: string): string {
  return `os.environ/${name}`;
}
