import * as v from 'valibot';

import type { Finding } from '../config/finding.ts';
import type { YamlPath } from '../config/yaml-place.ts';
import { readYaml, type YamlText } from '../config/yaml-text.ts';
import { attachmentName } from '../fleet/attachment-name.ts';
import type { NodeEntry } from '../fleet/node.ts';
import { NEUTRAL_FIELDS, WANTED_KINDS } from '../fleet/neutral-fields.ts';
import { KIND_LISTS, KIND_NAMES, type Resource, type ResourceKind } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { findSecretLiterals } from '../config/secret-literals.ts';
import { readReferences, writtenSecretName } from '../plan/secret-references.ts';
import { unknownSettings } from '../plan/unknown-settings.ts';
import { HIDDEN, holdsHidden } from '../secrets/hidden.ts';

/** Whose resource file it is. */
export interface FileNode extends Pick<NodeEntry, 'name' | 'kind'> {
  readonly held: readonly Resource[];
}

/** A resource file that was read. */
export interface ResourceText {
  /**
   * What is wanted, with only what the file says; null when a critical finding says why it cannot be used. The id
   * is the one the file gives, or empty.
   */
  readonly resources: readonly Resource[] | null;
  /** The kinds the file has a list of, also `[]`: what a `sync` may delete from. */
  readonly kinds: ReadonlySet<ResourceKind>;
  readonly findings: readonly Finding[];
}

const EMPTY: ReadonlySet<ResourceKind> = new Set();
const KIND_OF_LIST: ReadonlyMap<string, ResourceKind> = new Map(
  WANTED_KINDS.map((kind) => [KIND_LISTS[kind], kind]),
);

/**
 * Reads a resource file: what is wanted of one node in its own terms, beside what the policy says. The form is the
 * one in which states are rendered, so that a part of a snapshot can be copied into it. Never rejects: everything
 * wrong is a finding with its place.
 * @param of the node whose file it is, and what it holds as far as that is known: settings that it has not are then findings.
 */
export function readResourceFile(text: string, of?: FileNode): ResourceText {
  const yaml = readYaml(text, 'core');
  const stop = (findings: readonly Finding[]): ResourceText => ({
    resources: null,
    kinds: EMPTY,
    findings: [...yaml.findings, ...findings],
  });
  if (!yaml.readable) return stop([]);
  const { value } = yaml;
  if (!isJsonObject(value)) return stop([notAFile(yaml)]);
  const findings: Finding[] = [...headFindings(yaml, value)];
  const resources: Resource[] = [];
  const kinds = new Set<ResourceKind>();
  for (const [list, kind] of KIND_OF_LIST) {
    const rows = value[list];
    if (rows === undefined) continue;
    if (rows === null) {
      findings.push(emptyHeading(yaml, list));
      continue;
    }
    kinds.add(kind);
    if (!Array.isArray(rows)) {
      findings.push(valueFinding(yaml, [list], list, 'Write a list: each entry begins with "- name:".'));
      continue;
    }
    const seen = new Map<string, number>();
    rows.forEach((row: JsonValue, index) => {
      const read = readEntry(yaml, kind, row, [list, index]);
      findings.push(...read.findings);
      if (read.resource === null) return;
      const twin = firstOf(seen, read.resource, index);
      if (twin !== undefined) findings.push(duplicate(yaml, read.resource, [list, index], twin));
      resources.push(read.resource);
      if (of !== undefined) findings.push(...settingFindings(yaml, of, read.resource, [list, index]));
    });
  }
  findings.push(
    ...findSecretLiterals(yaml, {
      severity: 'critical',
      reference: (value) => writtenSecretName(value) !== null,
      fix: 'Write ${NAME} instead: the secret is taken from the environment, or asked for, when it is pushed.',
    }),
  );
  const usable = [...yaml.findings, ...findings].every(({ severity }) => severity !== 'critical');
  return {
    resources: usable ? resources : null,
    kinds: usable ? kinds : EMPTY,
    findings: [...yaml.findings, ...findings],
  };
}

/**
 * The place of an earlier entry that means the same thing: the same id, or the same name where one of the two has no id.
 * Several deployments of one model may stand side by side.
 */
function firstOf(seen: Map<string, number>, { kind, id, name }: Resource, index: number): number | undefined {
  const keys =
    kind === 'model'
      ? id === ''
        ? []
        : [`id ${id}`]
      : id === ''
        ? [`name ${name}`, `any ${name}`]
        : [`id ${id}`, `any ${name}`];
  const asked = id === '' ? [`any ${name}`] : [`id ${id}`, `name ${name}`];
  const twin =
    kind === 'model' && id === ''
      ? undefined
      : asked.map((key) => seen.get(key)).find((place) => place !== undefined);
  for (const key of keys) if (!seen.has(key)) seen.set(key, index);
  return twin;
}

function duplicate(yaml: YamlText, { kind, name }: Resource, path: YamlPath, twin: number): Finding {
  return {
    rule: 'resources-duplicate',
    severity: 'critical',
    message: `The ${KIND_NAMES[kind]} "${name}" stands in the file twice; the first is entry ${twin + 1} of its list.`,
    fix: 'Put both into one entry, or tell them apart by their ids.',
    ...yaml.place(path),
  };
}

function headFindings(yaml: YamlText, value: JsonObject): readonly Finding[] {
  const version =
    value['version'] === 1
      ? []
      : [valueFinding(yaml, ['version'], 'version', 'Write "version: 1"; this release reads no other.')];
  const unknown = Object.keys(value)
    .filter((key) => key !== 'version' && !KIND_OF_LIST.has(key))
    .map((key): Finding => ({
      rule: 'resources-unknown-key',
      severity: 'critical',
      message: `A resource file has no list "${key}".`,
      fix: `Use one of: ${[...KIND_OF_LIST.keys()].join(', ')}.`,
      ...yaml.place([key], 'key'),
    }));
  return [...version, ...unknown];
}

function readEntry(
  yaml: YamlText,
  kind: ResourceKind,
  row: JsonValue,
  path: YamlPath,
): { readonly resource: Resource | null; readonly findings: readonly Finding[] } {
  if (!isJsonObject(row) || typeof row['name'] !== 'string' || (row['name'] === '' && !hasId(row))) {
    const found = valueFinding(yaml, path, 'name', `Give this ${KIND_NAMES[kind]} its name: "- name: …".`);
    return { resource: null, findings: [found] };
  }
  const { name, id = '', settings = {}, ...rest } = row;
  const findings: Finding[] = [];
  if (typeof id !== 'string')
    findings.push(valueFinding(yaml, [...path, 'id'], 'id', 'Write the id as text.'));
  if (holdsHidden(row)) findings.push(hiddenFinding(yaml, path, name));
  if (!isJsonObject(settings)) {
    findings.push(
      valueFinding(yaml, [...path, 'settings'], 'settings', "Write a mapping of the gateway's own settings."),
    );
  }
  const fields: Record<string, JsonValue> = {};
  const schemas = NEUTRAL_FIELDS[kind] ?? {};
  for (const [field, value] of Object.entries(rest)) {
    const schema = Object.hasOwn(schemas, field) ? schemas[field] : undefined;
    if (schema === undefined) {
      findings.push(unknownField(yaml, kind, field, [...path, field], Object.keys(schemas)));
      continue;
    }
    const parsed = v.safeParse(schema, value);
    if (parsed.success) fields[field] = parsed.output as JsonValue;
    else findings.push(valueFinding(yaml, [...path, field], field, parsed.issues[0].message));
  }
  if (kind === 'policyAttachment' && isJsonObject(settings) && typeof settings['policy_name'] !== 'string') {
    findings.push(
      valueFinding(yaml, path, 'settings.policy_name', 'Write the policy that is attached: policy_name: …'),
    );
  }
  const resource: Resource = {
    kind,
    id: typeof id === 'string' ? id : '',
    // An attachment has no name of its own: whatever the file calls it, it goes by what it attaches.
    name: kind === 'policyAttachment' && isJsonObject(settings) ? attachmentName(settings) : name,
    owner: 'database',
    fields: readReferences(fields) as JsonObject,
    settings: isJsonObject(settings) ? (readReferences(settings) as JsonObject) : {},
    observed: {},
  };
  return { resource, findings };
}

function settingFindings(
  yaml: YamlText,
  node: FileNode,
  resource: Resource,
  path: YamlPath,
): readonly Finding[] {
  return unknownSettings(node, resource, node.held).map(({ name, message, fix }) => ({
    rule: 'resources-unknown-setting',
    severity: 'warning',
    message,
    fix,
    ...yaml.place([...path, 'settings', name], 'key'),
  }));
}

/** Doubleword lets people, groups and probes have an empty name (dwctl 10.13.1): an id tells which one is meant. */
function hasId({ id }: JsonObject): boolean {
  return typeof id === 'string' && id !== '';
}

function hiddenFinding(yaml: YamlText, path: YamlPath, name: string): Finding {
  return {
    rule: 'resources-hidden',
    severity: 'critical',
    message: `"${name}" holds "${HIDDEN}", which stands where a secret was hidden, and would be written as it is.`,
    fix: 'Leave that line out, or write ${NAME} for the secret.',
    ...yaml.place(path),
  };
}

function unknownField(
  yaml: YamlText,
  kind: ResourceKind,
  field: string,
  path: YamlPath,
  known: readonly string[],
): Finding {
  const own = known.length === 0 ? '' : ` It has ${known.join(', ')};`;
  return {
    rule: 'resources-unknown-field',
    severity: 'critical',
    message: `A ${KIND_NAMES[kind]} has no field "${field}" here.`,
    fix: `Check the spelling.${own} the gateway's own settings stand under "settings".`,
    ...yaml.place(path, 'key'),
  };
}

function valueFinding(yaml: YamlText, path: YamlPath, name: string, fix: string): Finding {
  return {
    rule: 'resources-value',
    severity: 'critical',
    message: `"${name}" cannot have this value.`,
    fix: fix.startsWith('Invalid') ? 'Compare it with the example in the documentation.' : fix,
    ...yaml.place(path),
  };
}

/** A heading whose entries were all taken out or commented out does not say that nothing is to be left. */
function emptyHeading(yaml: YamlText, list: string): Finding {
  return {
    rule: 'resources-empty-list',
    severity: 'warning',
    message: `"${list}" has no entries, and is left out of account.`,
    fix: `Write "${list}: []" to say that none are wanted, so that a sync deletes what is there; or leave it out.`,
    ...yaml.place([list], 'key'),
  };
}

function notAFile(yaml: YamlText): Finding {
  return {
    rule: 'resources-empty',
    severity: 'critical',
    message: 'The resource file is empty, or is not a mapping.',
    fix: 'Start it with "version: 1" and a list such as "keys:".',
    ...yaml.place([]),
  };
}
