import { KIND_NAMES, type Resource, type Snapshot } from '../../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { plainDecimal } from '../decimal.ts';
import type { Draft } from '../gateway-planning.ts';
import { deniedPurposes } from './model-form.ts';
import { payerDeleted } from './payer-deleted.ts';

/** What a person should know of an operation on a Doubleword, besides what it says and what every gateway does. */
export function doublewordConsequences(
  { action, kind, wanted = {}, before, node, name }: Draft,
  snapshot: Snapshot,
): readonly string[] {
  switch (kind) {
    case 'user':
      return before !== undefined && action === 'delete'
        ? payerDeleted(before, snapshot)
        : rolesChanged(name, before?.fields['roles'], wanted['roles'], node);
    case 'organization':
      return before !== undefined && action === 'delete' ? payerDeleted(before, snapshot) : [];
    case 'key':
      if (before === undefined) return actsAsMaker(name, wanted, snapshot);
      return action === 'delete' ? [] : limitChanged(before, wanted['budget'], node);
    case 'probe':
      return action === 'delete' ? [] : probeCalls(name, before?.fields ?? {}, wanted, node);
    case 'model':
      if (before === undefined) return nameTaken({ kind, name, node }, snapshot);
      return action === 'delete' ? modelDeleted(before, snapshot, node) : modelChanged(before, wanted, node);
    case 'endpoint':
      if (action === 'create') return [providerNotAsked(name, wanted, node)];
      return action === 'delete'
        ? []
        : [
            `With a change of the endpoint "${name}" ${node} asks its provider for its models again: some may come, or be switched off.`,
          ];
    default:
      return [];
  }
}

/** A new endpoint is made without a look at its provider, whose models would otherwise come with it unplanned. */
function providerNotAsked(name: string, { settings }: JsonObject, node: string): string {
  const url = isJsonObject(settings ?? null) ? textOf((settings as JsonObject)['url']) : '';
  return `Whether anything answers at ${url} is not tried: ${node} makes the endpoint "${name}" without asking its provider, and without models. It has those that a plan makes on it (settings: { endpoint_name: ${name} }); that they answer is shown by a call, or by a probe of one.`;
}

/** A name that a deleted model keeps is freed by renaming that one. */
function nameTaken(
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

function rolesChanged(
  name: string,
  held: JsonValue | undefined,
  wanted: JsonValue | undefined,
  node: string,
): readonly string[] {
  if (wanted === undefined) return [];
  const [before, after] = [textsOf(held), textsOf(wanted)];
  const lost = before.filter((role) => !after.includes(role));
  return [
    ...(after.includes(MANAGER) && !before.includes(MANAGER)
      ? [`On ${node} "${name}" may change everything, as ${MANAGER}.`]
      : []),
    ...(lost.length === 0 ? [] : [`On ${node} "${name}" is no longer ${lost.join(', ')}.`]),
  ];
}

/** A key for the admin API that belongs to an organization has the rights of who made it (seen with dwctl 10.13.1). */
function actsAsMaker(name: string, wanted: JsonObject, { resources, node }: Snapshot): readonly string[] {
  const { user, settings } = wanted;
  const isOfOrganization = resources.some(({ kind, id }) => kind === 'organization' && id === user);
  const purpose = isJsonObject(settings ?? null) ? (settings as JsonObject)['purpose'] : undefined;
  return isOfOrganization && purpose === 'platform'
    ? [
        `The key "${name}" on ${node} may do there all that the key may with which this plan is pushed: a platform key of an organization acts as whoever made it.`,
      ]
    : [];
}

/**
 * What was spent of a limit is no longer counted once it was taken away or has another period: a limit that is set anew begins
 * at zero (dwctl 10.13.1: `reset_spend_window`).
 */
function limitChanged(
  { name, fields, observed }: Resource,
  wanted: JsonValue | undefined,
  node: string,
): readonly string[] {
  if (wanted === undefined) return [];
  const [before, after] = [fields['budget'] ?? null, wanted];
  const { spend } = observed;
  const spent = typeof spend === 'string' || typeof spend === 'number' ? plainDecimal(spend) : null;
  if (isJsonObject(before) && !isJsonObject(after))
    return [
      `With its spend limit the key "${name}" on ${node} loses the count of what it has spent of it${spent === null ? '' : ` (${spent} USD)`}: a limit that is set again, also by taking this back, begins at zero.`,
    ];
  if (!isJsonObject(before) && isJsonObject(after))
    return [
      `The spend limit of the key "${name}" on ${node} begins at zero: what it spent before is not counted, also where it had a limit then, so that it may spend all of it (${textOf(after['limit'])} USD).`,
    ];
  if (!isJsonObject(before) || !isJsonObject(after)) return [];
  return (before['period'] ?? null) === (after['period'] ?? null)
    ? []
    : [
        `With another period the spend limit of the key "${name}" on ${node} begins at zero again: what it has spent${spent === null ? '' : ` (${spent} USD)`} is no longer counted.`,
      ];
}

const SECONDS_A_DAY = 86_400;

/** A probe calls the model itself, and no balance pays for it (dwctl 10.13.1: requests-list-after-probe). */
function probeCalls(name: string, held: JsonObject, wanted: JsonObject, node: string): readonly string[] {
  const { active = true, intervalSeconds: seconds, model } = { ...held, ...wanted };
  if (active !== true || typeof seconds !== 'number') return [];
  if (held['active'] === true && Number(held['intervalSeconds']) <= seconds) return [];
  const calls = Math.ceil(SECONDS_A_DAY / seconds);
  return [
    `The probe "${name}" on ${node} calls "${textOf(model)}" every ${seconds} s from then on: ${calls} real call${calls === 1 ? '' : 's'} a day, which the provider counts and nobody is charged for.`,
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

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function partsOf(components: JsonValue | undefined): readonly JsonValue[] {
  const list: readonly JsonValue[] = Array.isArray(components) ? components : [];
  return list.filter(isJsonObject).map((part) => part['model'] ?? null);
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  const list: readonly JsonValue[] = Array.isArray(value) ? value : [];
  return list.filter((item): item is string => typeof item === 'string');
}
