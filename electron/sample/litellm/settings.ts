import { detailError, invalid, ok, type Answer } from './answer.ts';
import { isObject, type Value, type ValueObject } from './python.ts';
import type { Call, Route } from './route.ts';
import { SETTING_FIELDS, type SettingField } from './setting-fields.ts';
import type { LitellmState } from './state.ts';

/** The reading routes of the configuration. */
export const SETTING_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/config/list', access: 'admin', answer: listSettings },
  { method: 'GET', path: '/config/field/info', access: 'admin', answer: settingInfo },
  { method: 'GET', path: '/get/allowed_ips', access: 'admin', answer: () => ok({ data: null }) },
  { method: 'GET', path: '/config/cost_discount_config', access: 'admin', answer: noValues },
  { method: 'GET', path: '/config/cost_margin_config', access: 'admin', answer: noValues },
];

function noValues(): Answer {
  return ok({ values: {} });
}

/** Only `general_settings` can be asked for; many keys of the file are not in the list. */
function listSettings({ query, state }: Call): Answer {
  const type = query.get('config_type');
  const loc = ['query', 'config_type'];
  if (type === null) throw invalid([{ type: 'missing', loc, msg: 'Field required' }]);
  if (type !== 'general_settings') {
    throw invalid([{ type: 'literal_error', loc, msg: "Input should be 'general_settings'" }]);
  }
  return ok(SETTING_FIELDS.map((field) => fieldView(field, state)));
}

function fieldView(field: SettingField, state: LitellmState): ValueObject {
  const { value, source } = lookUp(field.name, state);
  const standard = field.standard ?? null;
  return {
    field_name: field.name,
    field_type: field.type,
    field_description: field.name.replaceAll('_', ' '),
    field_value: source === 'unset' ? shownStandard(field) : value,
    stored_in_db: source === 'unset' ? null : source === 'db',
    field_default_value: standard,
    premium_field: false,
    nested_fields: null,
    field_options: field.options ?? null,
    field_tab: field.tab ?? null,
    source,
    editable: source !== 'config',
  };
}

/** Some settings show their standard value while unset: flags, and the budget of a browser session. */
function shownStandard(field: SettingField): Value {
  return field.type === 'Boolean' || field.type === 'Dollar' ? (field.standard ?? null) : null;
}

function lookUp(
  name: string,
  { generalSettings, storedSettings }: LitellmState,
): { readonly value: Value; readonly source: 'config' | 'db' | 'unset' } {
  const fromFile = generalSettings[name];
  if (fromFile !== undefined) return { value: fromFile, source: 'config' };
  const stored = storedSettings[name];
  return stored === undefined ? { value: null, source: 'unset' } : { value: stored, source: 'db' };
}

/**
 * One setting with where it comes from. A real proxy tells a literal master key here to any admin; the
 * simulated file refers to the environment, so there is none to tell.
 */
function settingInfo({ query, state, caller }: Call): Answer {
  const name = query.get('field_name');
  const loc = ['query', 'field_name'];
  if (name === null) throw invalid([{ type: 'missing', loc, msg: 'Field required' }]);
  const { value, source } = lookUp(name, state);
  if (source === 'unset') throw detailError(400, { error: `Field name=${name} is not set` });
  const hidden = name === 'master_key' && caller.role === 'proxy_admin_viewer' && !isObject(value);
  return ok({
    field_name: name,
    field_value: hidden ? 'REDACTED' : value,
    source,
    editable: source !== 'config',
  });
}
