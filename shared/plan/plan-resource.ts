import type { GatewayKind } from '../fleet/node.ts';
import { KIND_NAMES, type Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { holdsHidden } from '../secrets/hidden.ts';
import { comparedPart, wholePart } from './comparable.ts';
import { fieldChanges, narrow } from './field-changes.ts';
import type { Draft } from './gateway-planning.ts';
import { GATEWAY_PLANNINGS } from './gateway-plannings.ts';
import { hideReferenced, referencedPaths } from './hide-referenced.ts';
import type { FieldChange, FileEdit } from './plan.ts';
import { secretNames, withoutSecrets } from './secret-references.ts';
import { whyNotWritable } from './writable.ts';
import { whyWrittenElsewhere, withoutShownOnly } from './written-elsewhere.ts';

/** The node a resource is planned on, and where warnings go. */
export interface PlanPlace {
  readonly node: string;
  readonly gateway: GatewayKind;
  readonly warn: (message: string) => void;
  /** Takes why something that is wanted is not in the plan. */
  readonly leaveOut: (message: string) => void;
  /** Takes what only an edit of the config file can carry. */
  readonly edit: (edit: FileEdit) => void;
}

/** Settings that the gateway merges by itself; every other mapping is written whole (LiteLLM 1.81.13, 1.106.2). */
const MERGED_THERE: ReadonlySet<string> = new Set(['litellm_params', 'model_info']);

/**
 * The operation that takes one resource to what is wanted of it: null when it is so already, or when it cannot be
 * written, which is then a warning. Only fields that are wanted are looked at.
 */
export function planResource(place: PlanPlace, held: Resource | undefined, wanted: Resource): Draft | null {
  const { node, gateway, leaveOut } = place;
  const writable = withoutShownOnly(node, wanted, leaveOut);
  const form = GATEWAY_PLANNINGS[gateway].form(writable, held);
  if (!form.ok) {
    leaveOut(
      `The ${KIND_NAMES[wanted.kind]} "${wanted.name}" cannot be on ${node} as it is wanted: ${form.why}. It is not in this plan.`,
    );
    return null;
  }
  return held === undefined ? create(node, gateway, form.wanted, leaveOut) : update(place, held, form.wanted);
}

/** The deletion of a resource; null when it cannot be deleted, which is then a warning. */
export function planDelete({ node, gateway, warn }: PlanPlace, held: Resource): Draft | null {
  const { kind, name } = held;
  const why = whyNotWritable(gateway, { action: 'delete', kind, name, node, held });
  if (why !== null) {
    warn(why);
    return null;
  }
  const fields = fieldChanges(kind, comparedPart(held), {});
  return { action: 'delete', kind, name, node, fields, resourceId: held.id, before: held };
}

function create(
  node: string,
  gateway: GatewayKind,
  given: Resource,
  leaveOut: PlanPlace['leaveOut'],
): Draft | null {
  const { kind, name } = given;
  const wanted = GATEWAY_PLANNINGS[gateway].creatable(node, given, leaveOut);
  const why =
    whyNotWritable(gateway, { action: 'create', kind, name, node, wanted }) ??
    (holdsHidden({ ...wanted.fields, settings: wanted.settings })
      ? `The ${KIND_NAMES[kind]} "${name}" cannot be made on ${node}: a value of it is hidden here. It is not in this plan.`
      : null);
  if (why !== null) {
    leaveOut(why);
    return null;
  }
  const after = wantedPart(wanted, wanted.id === '' ? {} : { id: wanted.id });
  return { action: 'create', kind, name, node, fields: fieldChanges(kind, {}, after), wanted: after };
}

function update(
  { node, gateway, leaveOut, edit }: PlanPlace,
  found: Resource,
  wanted: Resource,
): Draft | null {
  // An older snapshot may hold in clear what the file names by reference since: no plan keeps it.
  const { resource: held } = hideReferenced(
    found,
    referencedPaths({ ...wanted.fields, settings: wanted.settings }),
  );
  const { kind, name } = held;
  const before = wholePart(held);
  const full = wantedPart({
    fields: mergedFields(held, wanted.fields),
    settings: mergedSettings(held.settings, wanted.settings),
  });
  const visible = withoutSecrets(full);
  const all = fieldChanges(kind, narrow(before, visible), visible);
  if (all.length === 0) return null;
  const { taken: differs, left } = GATEWAY_PLANNINGS[gateway].taken(node, held, all);
  for (const message of left) leaveOut(message);
  if (differs.length === 0) return null;
  const only = changedPart(full, differs);
  if (held.owner === 'file') {
    const fields = fieldChanges(kind, narrow(before, only), only).filter(({ after }) => !holdsHidden(after));
    if (fields.length > 0) edit({ node, kind, name, resourceId: held.id, fields, wanted: only });
  }
  const why =
    whyNotWritable(gateway, { action: 'update', kind, name, node, held, wanted, changes: differs }) ??
    whyWrittenElsewhere(node, held, only) ??
    whyNotSafe(node, held, wanted, only);
  if (why !== null) {
    leaveOut(why);
    return null;
  }
  const fields = fieldChanges(kind, narrow(before, only), only);
  return { action: 'update', kind, name, node, fields, resourceId: held.id, before: held, wanted: only };
}

function wantedPart(
  { fields, settings }: Pick<Resource, 'fields' | 'settings'>,
  more: JsonObject = {},
): JsonObject {
  return { ...more, ...fields, ...(Object.keys(settings).length === 0 ? {} : { settings }) };
}

/**
 * A mapping that is named in part is wanted whole, at any depth: what the node holds, with the named entries in their
 * place. Where the gateway merges the mapping itself, that is so of its entries.
 */
function mergedSettings(held: JsonObject, wanted: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]): readonly [string, JsonValue] => {
      const before = Object.hasOwn(held, name) ? (held[name] ?? null) : null;
      if (!MERGED_THERE.has(name) || !isJsonObject(before) || !isJsonObject(value))
        return [name, merged(before, value)];
      return [name, mergedSettings(before, value)];
    }),
  );
}

function merged(before: JsonValue, wanted: JsonValue): JsonValue {
  if (!isJsonObject(before) || !isJsonObject(wanted)) return wanted;
  const named = Object.entries(wanted).map(([name, value]): readonly [string, JsonValue] => [
    name,
    merged(Object.hasOwn(before, name) ? (before[name] ?? null) : null, value),
  ]);
  return { ...before, ...Object.fromEntries(named) };
}

/** The value of a setting is written whole as well; every other neutral field is wanted as it is named. */
function mergedFields({ kind, fields: held }: Resource, wanted: JsonObject): JsonObject {
  return kind === 'setting' ? mergedSettings(held, wanted) : wanted;
}

/** The parts in which something differs: top fields, and single settings. */
function changedPart(full: JsonObject, differs: readonly FieldChange[]): JsonObject {
  const tops = new Set(differs.map(({ path }) => path.split('.')[0]));
  const { settings } = full;
  const entries = Object.entries(full).filter(([name]) => name !== 'settings' && tops.has(name));
  if (!isJsonObject(settings)) return Object.fromEntries(entries);
  const own = Object.entries(settings).filter(([name]) =>
    differs.some(({ path }) => path === `settings.${name}` || path.startsWith(`settings.${name}.`)),
  );
  return {
    ...Object.fromEntries(entries),
    ...(own.length === 0 ? {} : { settings: Object.fromEntries(own) }),
  };
}

function whyNotSafe(node: string, held: Resource, wanted: Resource, only: JsonObject): string | null {
  const { kind, name } = held;
  // What is merged in from the node never names a secret, whatever it says.
  const named = new Set(secretNames({ ...wanted.fields, settings: wanted.settings }));
  if (!holdsHidden(only) && secretNames(only).every((secret) => named.has(secret))) return null;
  return `Changing the ${KIND_NAMES[kind]} "${name}" on ${node} would write back a value that is hidden here: it is not in this plan. Name that value by reference (\${NAME}).`;
}
