import { KIND_NAMES, type Resource, type Snapshot } from '../../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Draft } from '../gateway-planning.ts';
import { deniedPurposes } from './model-form.ts';

/** What a person should know of an operation on a Doubleword, besides what it says and what every gateway does. */
export function doublewordConsequences(
  { action, kind, wanted = {}, before, node, name }: Draft,
  snapshot: Snapshot,
): readonly string[] {
  if (before === undefined) return created({ kind, name, node }, snapshot);
  switch (before.kind) {
    case 'user':
      return action === 'delete' ? [] : rolesChanged(before, wanted, node);
    case 'model':
      return action === 'delete' ? modelDeleted(before, snapshot, node) : modelChanged(before, wanted, node);
    case 'endpoint':
      return action === 'delete'
        ? []
        : [
            `With a change of the endpoint "${name}" ${node} asks its provider for its models again: some may come, or be switched off.`,
          ];
    default:
      return [];
  }
}

/** A name that a deleted model keeps is freed by renaming that one. */
function created(
  { kind, name, node }: Pick<Draft, 'kind' | 'name' | 'node'>,
  { sections }: Snapshot,
): readonly string[] {
  const isTaken = sections.some((one) => one.kind === kind && one.takenNames?.includes(name) === true);
  return isTaken
    ? [
        `On ${node} a ${KIND_NAMES[kind]} that was deleted, and is hidden, has the name "${name}" still: it gets another one ("${name} (deleted …)") so that the new one can have it, and keeps that when this is taken back.`,
      ]
    : [];
}

/** Whoever has it may change everything on the node. */
const MANAGER = 'PlatformManager';

function rolesChanged({ name, fields }: Resource, wanted: JsonObject, node: string): readonly string[] {
  if (wanted['roles'] === undefined) return [];
  const [before, after] = [textsOf(fields['roles']), textsOf(wanted['roles'])];
  const lost = before.filter((role) => !after.includes(role));
  return [
    ...(after.includes(MANAGER) && !before.includes(MANAGER)
      ? [`On ${node} "${name}" may change everything, as ${MANAGER}.`]
      : []),
    ...(lost.length === 0 ? [] : [`On ${node} "${name}" is no longer ${lost.join(', ')}.`]),
  ];
}

function modelChanged(
  { name, fields, settings }: Resource,
  wanted: JsonObject,
  node: string,
): readonly string[] {
  const { tariffs } = wanted;
  if (!Array.isArray(tariffs)) return [];
  const was = Array.isArray(fields['tariffs']) ? fields['tariffs'] : [];
  const denied = [...deniedPurposes(settings['traffic_routing_rules'])];
  return [
    tariffs.length === 0 && was.length > 0
      ? `On ${node} calls of "${name}" cost nothing from then on, and are in nobody's bill.`
      : `The prices of "${name}" on ${node} hold at once, and ${node} no longer tells the ones before: they stay in the snapshots here.`,
    ...(denied.length === 0
      ? []
      : [
          `A tariff of "${name}" on ${node} for ${denied.join(', ')} keys, which its traffic rules deny, is hidden there: if there is one, it ends.`,
        ]),
  ];
}

function modelDeleted({ name }: Resource, { resources }: Snapshot, node: string): readonly string[] {
  const teams = resources
    .filter(({ kind, fields }) => kind === 'team' && textsOf(fields['models']).includes(name))
    .map((team) => team.name);
  const composites = resources
    .filter(({ kind, settings }) => kind === 'model' && partsOf(settings['components']).includes(name))
    .map((model) => model.name);
  return [
    ...(teams.length === 0 ? [] : [`On ${node} ${teams.join(', ')} can no longer use "${name}".`]),
    ...(composites.length === 0 ? [] : [`On ${node} ${composites.join(', ')} lose "${name}" as a part.`]),
  ];
}

function partsOf(components: JsonValue | undefined): readonly JsonValue[] {
  const list: readonly JsonValue[] = Array.isArray(components) ? components : [];
  return list.filter(isJsonObject).map((part) => part['model'] ?? null);
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  const list: readonly JsonValue[] = Array.isArray(value) ? value : [];
  return list.filter((item): item is string => typeof item === 'string');
}
