import { readYaml } from '../config/yaml-text.ts';
import { attachmentName } from '../fleet/attachment-name.ts';
import { WANTED_KINDS } from '../fleet/neutral-fields.ts';
import { KIND_LISTS, type Resource, type ResourceKind } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { referencedPaths, type PartPath } from '../plan/hide-referenced.ts';
import { readReferences } from '../plan/secret-references.ts';

/** What one entry of a resource file names by reference. */
export interface WrittenReferences {
  readonly kind: ResourceKind;
  readonly name: string;
  /** Empty where the entry has none. */
  readonly id: string;
  readonly paths: readonly PartPath[];
}

/** What a resource file names by reference, also one that cannot be planned with; nothing where it is no YAML. */
export function writtenReferences(text: string): readonly WrittenReferences[] {
  const { value } = readYaml(text, 'core');
  if (!isJsonObject(value)) return [];
  return WANTED_KINDS.flatMap((kind) => {
    const rows = value[KIND_LISTS[kind]];
    return Array.isArray(rows) ? rows.flatMap((row: JsonValue) => ofRow(kind, row)) : [];
  });
}

function ofRow(kind: ResourceKind, row: JsonValue): readonly WrittenReferences[] {
  if (!isJsonObject(row)) return [];
  const { name = '', id = '', ...part } = row;
  const { settings = {} } = part;
  const paths = referencedPaths(readReferences(part));
  if (paths.length === 0) return [];
  const attached = kind === 'policyAttachment' && isJsonObject(settings) ? attachmentName(settings) : name;
  return [
    {
      kind,
      name: typeof attached === 'string' ? attached : '',
      id: typeof id === 'string' ? id : '',
      paths,
    },
  ];
}

/** Where a resource that a node holds has values that the file names by reference. */
export function pathsIn(
  references: readonly WrittenReferences[],
  { kind, id, name }: Resource,
): readonly PartPath[] {
  return references
    .filter((one) => one.kind === kind && (one.id === '' ? one.name === name : one.id === id))
    .flatMap(({ paths }) => paths);
}
