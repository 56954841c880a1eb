import { isMap, isSeq, parseDocument, type Document } from 'yaml';

import { isJsonObject, type JsonValue } from '../json.ts';
import type { FieldChange, FileEdit } from '../plan/plan.ts';
import { fileModel } from './litellm-model.ts';
import { readYaml } from './yaml-text.ts';

/** A config file with the edits that could be made in it. */
export interface EditedConfig {
  readonly text: string;
  /** How many edits are in it. */
  readonly made: number;
  /** What could not be put in, as sentences. */
  readonly left: readonly string[];
}

type Path = readonly (string | number)[];

/**
 * Makes wanted edits in the text of a LiteLLM config file; comments and order stay. A field that is wanted empty is
 * taken out. What the file does not hold is left, and said.
 */
export function editLitellmConfig(text: string, edits: readonly FileEdit[]): EditedConfig {
  // What is not edited keeps its spelling; the reader's own dialect can read, but not write.
  const document = parseDocument(text, { version: '1.1', merge: true, logLevel: 'silent' });
  const { value, readable } = readYaml(text, 'python');
  const left: string[] = [];
  let made = 0;
  for (const edit of edits) {
    const base = readable ? placeOf(value, edit) : null;
    if (base === null) {
      left.push(`The ${edit.kind} "${edit.name}" was not found in the file.`);
      continue;
    }
    for (const field of edit.fields) writeField(document, [...base, ...pathOf(edit, field)], field);
    made += 1;
  }
  return { text: made === 0 ? text : document.toString({ lineWidth: 0 }), made, left };
}

function placeOf(value: JsonValue, { kind, name, resourceId }: FileEdit): Path | null {
  if (!isJsonObject(value)) return null;
  if (kind === 'setting') return name.split('.');
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

const MODEL_FIELDS: Readonly<Record<string, Path>> = {
  target: ['litellm_params', 'model'],
  inputPrice: ['litellm_params', 'input_cost_per_token'],
  outputPrice: ['litellm_params', 'output_cost_per_token'],
  requestsPerMinute: ['litellm_params', 'rpm'],
  tokensPerMinute: ['litellm_params', 'tpm'],
};

/** Where a field stands below its entry: neutral ones under LiteLLM's names, settings as they are. */
function pathOf({ kind }: FileEdit, { path }: FieldChange): Path {
  if (kind === 'setting') return path.split('.').slice(1);
  const parts = path.split('.');
  return parts[0] === 'settings' ? parts.slice(1) : (MODEL_FIELDS[path] ?? parts);
}

function writeField(document: Document, path: Path, { path: field, after }: FieldChange): void {
  if (after === undefined || after === null) {
    if (document.hasIn(path)) document.deleteIn(path);
    return;
  }
  makeWay(document, path);
  document.setIn(path, isPrice(field) && typeof after === 'string' ? Number(after) : after);
}

/** Parts of the way that hold nothing (`litellm_params:`) become mappings. */
function makeWay(document: Document, path: Path): void {
  for (let length = 1; length < path.length; length += 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (!isMap(node) && !isSeq(node)) document.setIn(path.slice(0, length), document.createNode({}));
  }
}

function isPrice(field: string): boolean {
  return field === 'inputPrice' || field === 'outputPrice';
}
