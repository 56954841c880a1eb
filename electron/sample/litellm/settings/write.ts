import { detailError, ok, wrappedError, type Answer, type Refusal } from '../answer.ts';
import { readFields } from '../fields.ts';
import { float, isList, isObject, type Value, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { numberOf, objectOf, textOf, type Row } from '../store/row.ts';
import type { SettingSection, Store } from '../store/store.ts';
import { SETTING_FIELDS } from './fields.ts';

/** The writing routes of the configuration. */
export const SETTING_WRITE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/config/update', access: 'admin', answer: updateConfig },
  { method: 'POST', path: '/config/field/update', access: 'admin', answer: updateField },
  { method: 'POST', path: '/config/field/delete', access: 'admin', answer: deleteField },
  { method: 'POST', path: '/add/allowed_ip', access: 'admin', answer: addIp },
  { method: 'POST', path: '/delete/allowed_ip', access: 'admin', answer: deleteIp },
  { method: 'PATCH', path: '/config/cost_discount_config', access: 'admin', answer: setDiscounts },
  { method: 'POST', path: '/config/pass_through_endpoint', access: 'admin', answer: addPassThrough },
];

type SectionName = keyof Store['settings'];
const SECTIONS = [
  'general_settings',
  'litellm_settings',
  'router_settings',
  'environment_variables',
] as const;

/** Refused as a whole where one key belongs to the config file (1.106.2); shadowed silently before. */
function updateConfig({ body, store, older }: Call): Answer {
  const types = Object.fromEntries(SECTIONS.map((name) => [name, 'object' as const]));
  const found = readFields(body, types);
  for (const name of SECTIONS) {
    const keys = Object.keys(objectOf(found.get(name)));
    if (!older) {
      refuseOwned(store, name, keys, (facts) =>
        wrappedError(400, facts, { type: 'auth_error', param: 'None' }),
      );
    }
  }
  for (const name of SECTIONS) {
    const section = store.settings[name];
    section.stored = { ...section.stored, ...objectOf(found.get(name)) };
  }
  return ok({ message: 'Config updated successfully' });
}

/** The facts are the same on every route; only their wrapping differs. */
function refuseOwned(
  store: Store,
  name: SectionName,
  keys: readonly string[],
  refusal: (facts: ValueObject) => Refusal,
): void {
  const owned = keys.filter((key) => Object.hasOwn(store.settings[name].file, key));
  if (owned.length === 0) return;
  throw refusal({
    error: `${name} key '${owned.join("', '")}' is set in the config file and cannot be changed here.`,
    keys: owned,
    section: name,
    stored_database_values_ignored: owned.filter((key) => Object.hasOwn(store.settings[name].stored, key)),
    resolution: 'edit <path> to change it, or remove it from the file to let the database own it',
  });
}

const FIELD_TYPES = { field_name: 'text', field_value: 'any', config_type: 'text' } as const;

function updateField({ body, store, older }: Call): Answer {
  const found = readFields(body, FIELD_TYPES, ['field_name', 'field_value', 'config_type']);
  const name = textOf(found.get('field_name'));
  const value = found.get('field_value') ?? null;
  const section = store.settings.general_settings;
  if (!older) refuseOwned(store, 'general_settings', [name], (facts) => detailError(400, facts));
  refuseValue(name, value, section);
  section.stored = { ...section.stored, [name]: value };
  return ok(stored(section, older));
}

function refuseValue(name: string, value: Value, { file }: SettingSection): void {
  const field = SETTING_FIELDS.find((candidate) => candidate.name === name);
  if (field === undefined && !Object.hasOwn(file, name)) {
    throw detailError(400, { error: `Invalid field=${name} passed in.` });
  }
  if (field === undefined || value === null || typeFits(field.type, value)) return;
  throw detailError(400, { error: `Invalid type of field value=<class '${pythonType(value)}'> passed in.` });
}

function typeFits(type: string, value: Value): boolean {
  if (type === 'Integer') return typeof value === 'number' || typeof value === 'bigint';
  if (type === 'Float' || type === 'Dollar') return numberOf(value) !== null;
  if (type === 'Boolean') return typeof value === 'boolean';
  if (type === 'List') return isList(value);
  if (type === 'TypedDictionary') return isObject(value);
  return type === 'PydanticModel' || typeof value === 'string';
}

function pythonType(value: Value): string {
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (isList(value)) return 'list';
  if (isObject(value)) return 'dict';
  return typeof value === 'number' || typeof value === 'bigint' ? 'int' : 'float';
}

function deleteField({ body, store, older }: Call): Answer {
  const found = readFields(body, FIELD_TYPES, ['field_name', 'config_type']);
  const name = textOf(found.get('field_name'));
  const section = store.settings.general_settings;
  if (!older) refuseOwned(store, 'general_settings', [name], (facts) => detailError(400, facts));
  const { [name]: _, ...rest } = section.stored;
  section.stored = rest;
  return ok(stored(section, older));
}

function stored(section: SettingSection, older: boolean): Row {
  const row = { param_name: 'general_settings', param_value: section.stored };
  return older ? row : { ...row, last_run_at: null, reload_revision: 0 };
}

function addIp({ body, store }: Call): Answer {
  const ip = textOf(readFields(body, { ip: 'text' }, ['ip']).get('ip'));
  store.allowedIps = [...new Set([...(store.allowedIps ?? []), ip])];
  return ok({ message: `IP ${ip} address added successfully`, status: 'success' });
}

/** Without its last address the list is empty, and then nobody may call, the master key included. */
function deleteIp({ body, store }: Call): Answer {
  const ip = textOf(readFields(body, { ip: 'text' }, ['ip']).get('ip'));
  store.allowedIps = (store.allowedIps ?? []).filter((known) => known !== ip);
  return ok({ message: `IP ${ip} deleted successfully`, status: 'success' });
}

function setDiscounts({ body, store }: Call): Answer {
  const values = objectOf(body);
  for (const [provider, value] of Object.entries(values)) {
    const share = numberOf(value);
    if (share === null || share < 0 || share > 1) {
      throw detailError(400, `Discount for ${provider} must be between 0 and 1 (0% to 100%)`);
    }
  }
  store.costDiscounts = values;
  return ok({ message: 'Cost discount configuration updated successfully', status: 'success', values });
}

/** What came over the API is open to everybody in 1.81.13 unless the request says otherwise. */
function addPassThrough({ body, store, newId, older }: Call): Answer {
  const types = { path: 'text', target: 'text', headers: 'object', include_subpath: 'flag' } as const;
  const found = readFields(body, types, ['path', 'target']);
  const endpoint: Row = {
    id: newId(),
    path: found.get('path') ?? null,
    target: found.get('target') ?? null,
    headers: found.get('headers') ?? {},
    include_subpath: found.get('include_subpath') ?? false,
    cost_per_request: float(0),
    auth: !older,
    guardrails: null,
    ...(older ? {} : { default_query_params: {}, timeout: null, methods: null }),
  };
  const answered = { ...endpoint, is_from_config: false };
  store.passThrough = [...store.passThrough, answered];
  const section = store.settings.general_settings;
  section.stored = { ...section.stored, pass_through_endpoints: passThroughSetting(section, endpoint) };
  return ok({ endpoints: [answered] });
}

function passThroughSetting({ stored: before }: SettingSection, endpoint: Row): Value {
  const known = before['pass_through_endpoints'];
  return [...(isList(known) ? known : []), endpoint];
}
