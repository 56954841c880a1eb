import { isReadWhole, KIND_NAMES, type Snapshot } from '../../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { CheckedDrafts, Draft } from '../gateway-planning.ts';

/**
 * Takes out of a plan what names a model that the node does not have and that the plan does not make: dwctl refuses it
 * (8.94.2, 10.13.1), when the rest of the plan is there already. What a group, rule or composite named before stays. Where
 * it is not known which models are there, nothing is taken out.
 */
export function withKnownModels(
  drafts: readonly Draft[],
  { resources, sections, node }: Snapshot,
): CheckedDrafts {
  if (!isReadWhole(sections, 'model')) return { drafts, left: [] };
  const models = new Set([
    ...resources.flatMap(({ kind, name }) => (kind === 'model' ? [name] : [])),
    ...drafts.flatMap(({ action, kind, name }) => (action === 'create' && kind === 'model' ? [name] : [])),
  ]);
  const left: string[] = [];
  const kept = drafts.filter((draft) => {
    const before = new Set(namesIn(draft.kind, draft.before?.fields, draft.before?.settings));
    const { settings, ...fields } = draft.wanted ?? {};
    const unknown = namesIn(draft.kind, fields, settings).filter(
      (name) => !models.has(name) && !before.has(name),
    );
    for (const name of new Set(unknown))
      left.push(
        `${node} has no model "${name}", which the ${KIND_NAMES[draft.kind]} "${draft.name}" names: what is wanted of it is not in this plan. Check the spelling.`,
      );
    return unknown.length === 0;
  });
  return { drafts: kept, left };
}

/** The models that something names: what a group may use, what a probe calls, whereto rules send, of what a composite is made. */
function namesIn(
  kind: Draft['kind'],
  fields: JsonObject | undefined = {},
  settings: JsonValue | undefined = {},
): readonly string[] {
  const { traffic_routing_rules: rules, components } = isJsonObject(settings) ? settings : {};
  const named: readonly (JsonValue | undefined)[] =
    kind === 'team'
      ? listOf(fields['models'])
      : kind === 'probe'
        ? [fields['model']]
        : kind === 'model'
          ? [
              ...listOf(rules).map((rule) => valueIn(valueIn(rule, 'action'), 'target')),
              ...listOf(components).map((part) => valueIn(part, 'model')),
            ]
          : [];
  return named.filter((name) => typeof name === 'string');
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function valueIn(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value ?? null) ? (value as JsonObject)[name] : undefined;
}
