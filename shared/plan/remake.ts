import type { GatewayKind } from '../fleet/node.ts';
import { KIND_NAMES, type Resource, type ResourceKind } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { isHidden } from '../secrets/hidden.ts';
import { canChooseId } from './chosen-ids.ts';
import { meaning } from './comparable.ts';
import { GATEWAY_PLANNINGS } from './gateway-plannings.ts';
import { secretName, secretReference } from './secret-references.ts';

/** Kinds that are found by their name, which is also their id. */
const NAMED: ReadonlySet<ResourceKind> = new Set<ResourceKind>(['credential', 'tag', 'setting']);

/** What is wanted so that something deleted is there again, and what does not come back with it. */
export interface Remade {
  readonly wanted: Resource;
  /** Sentences for a person. */
  readonly losses: readonly string[];
}

/**
 * Makes of a resource that was deleted what is wanted to have it again. Where a secret stood, which no gateway gives
 * back, a reference stands: it is taken from the environment or asked for when the plan is pushed.
 */
export function remake(gateway: GatewayKind, node: string, gone: Resource): Remade {
  const { kind, name } = gone;
  const { keySecret, counting, credited } = GATEWAY_PLANNINGS[gateway].remake;
  const what = `the ${KIND_NAMES[kind]} "${name}" on ${node}`;
  const references = new Set<string>();
  const refer = (field: string): string => {
    // Two secrets of one name, such as a header of several, are two.
    let reference = referenceName(name, field);
    for (let count = 2; references.has(reference); count += 1)
      reference = `${referenceName(name, field)}_${count}`;
    references.add(reference);
    return secretReference(reference);
  };
  const settings = meant(kind, gone.settings, refer);
  const secrets = {
    ...(kind === 'key' && keySecret !== null ? { [keySecret]: refer(keySecret) } : {}),
    ...(kind === 'credential' ? { credential_values: credentialValues(gone, refer) } : {}),
  };
  const hasId = canChooseId(gateway, kind);
  const losses: string[] = [];
  if (references.size > 0) {
    const list = [...references].join(', ');
    losses.push(
      kind === 'key'
        ? `The secret of ${what} cannot come back: give it a new one as ${list} when you push. Whoever used the old one needs the new one.`
        : `What was secret in ${what} cannot come back: give it anew as ${list} when you push.`,
    );
  }
  if (kind === 'key' && keySecret === null)
    losses.push(
      `The secret of ${what} cannot come back: the gateway makes a new one, and whoever used the old one needs that.`,
    );
  if (!hasId && !NAMED.has(kind))
    losses.push(`${capital(what)} gets a new id: what names it by the old one does not find it.`);
  if (counting.has(kind)) losses.push(`What ${what} had spent counts from zero again.`);
  if (credited.has(kind))
    losses.push(`The credit of ${what} and its entries in the ledger stay with the one that was deleted.`);
  return {
    wanted: {
      ...gone,
      id: hasId ? gone.id : '',
      owner: 'database',
      fields: meant(kind, gone.fields, refer),
      settings: { ...settings, ...secrets },
      observed: {},
    },
    losses,
  };
}

/** Values that say something, hidden ones as references. */
function meant(kind: ResourceKind, part: JsonObject, refer: (field: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, value]): (readonly [string, JsonValue])[] => {
      const kept = meaning(kind, [key], value);
      return kept === undefined ? [] : [[key, withReferences(kept, key, refer)]];
    }),
  );
}

function withReferences(value: JsonValue, field: string, refer: (field: string) => string): JsonValue {
  // Also what is hidden in part is asked for whole; and no text of a gateway names a secret.
  if (isHidden(value) || secretName(value) !== null) return refer(field);
  if (Array.isArray(value)) return value.map((item: JsonValue) => withReferences(item, field, refer));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withReferences(item, key, refer)]),
  );
}

function credentialValues({ fields }: Resource, refer: (field: string) => string): JsonObject {
  const values = Array.isArray(fields['values']) ? fields['values'] : [];
  return Object.fromEntries(
    values.flatMap((value: JsonValue) => (typeof value === 'string' ? [[value, refer(value)]] : [])),
  );
}

/** `prod key` and `api_key` make `PROD_KEY_API_KEY`. */
function referenceName(name: string, field: string): string {
  const text = `${name}_${field}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return /^[A-Z_]/.test(text) ? text : `_${text}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
