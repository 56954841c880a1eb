import { detailError, invalid, ok, type Answer } from '../answer.ts';
import type { Value } from '../python.ts';
import type { Call, Route } from '../route.ts';
import type { Row } from '../store/row.ts';
import type { SettingSection } from '../store/store.ts';
import { SETTING_FIELDS, SETTING_FIELDS_BEFORE } from './fields.ts';
import { settingView, type SettingField, type SettingValue } from './view.ts';

/** The reading routes of the configuration. */
export const SETTING_READ_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/config/list', access: 'admin', answer: listSettings },
  { method: 'GET', path: '/config/field/info', access: 'admin', answer: settingInfo },
  { method: 'GET', path: '/get/allowed_ips', access: 'admin', answer: listIps },
  {
    method: 'GET',
    path: '/config/cost_discount_config',
    access: 'admin',
    answer: ({ store }) => ok({ values: store.costDiscounts }),
  },
  {
    method: 'GET',
    path: '/config/cost_margin_config',
    access: 'admin',
    answer: ({ store }) => ok({ values: store.costMargins }),
  },
  { method: 'GET', path: '/config/pass_through_endpoint', access: 'admin', answer: listPassThrough },
  { method: 'GET', path: '/config/yaml', access: 'any', answer: yaml },
];

/** Only `general_settings` can be asked for; many keys of the file are not in the list. */
function listSettings({ query, store, older }: Call): Answer {
  const type = query.get('config_type');
  const loc = ['query', 'config_type'];
  if (type === null) throw invalid([{ type: 'missing', loc, msg: 'Field required' }]);
  if (type !== 'general_settings') {
    const expected = "'general_settings'";
    const msg = `Input should be ${expected}`;
    throw invalid([{ type: 'literal_error', loc, msg, input: type, ctx: { expected } }]);
  }
  const section = store.settings.general_settings;
  const fields = older ? SETTING_FIELDS_BEFORE : SETTING_FIELDS;
  return ok(fields.map((field) => settingView(field, valueOf(field, section, older), older)));
}

function valueOf(field: SettingField, section: SettingSection, older: boolean): SettingValue {
  const { value, source } = lookUp(field.name, section, older);
  return {
    value: source === 'unset' ? shownStandard(field, older) : value,
    stored: source === 'unset' ? null : source === 'db',
    source,
  };
}

/** Some settings show their standard value while unset: flags, and the budget of a browser session. */
function shownStandard(field: SettingField, older: boolean): Value {
  const shown = !older && (field.type === 'Boolean' || field.type === 'Dollar');
  return shown ? (field.standard ?? null) : null;
}

/** The file wins in 1.106.2. In 1.81.13 this route looked at the database alone. */
function lookUp(
  name: string,
  { file, stored }: SettingSection,
  older: boolean,
): { readonly value: Value; readonly source: SettingValue['source'] } {
  const fromFile = older ? undefined : file[name];
  if (fromFile !== undefined) return { value: fromFile, source: 'config' };
  const value = stored[name];
  return value === undefined ? { value: null, source: 'unset' } : { value, source: 'db' };
}

/** One setting with where it comes from. A literal master key is told to any admin, not to a viewer. */
function settingInfo({ query, store, caller, older }: Call): Answer {
  const name = query.get('field_name');
  const loc = ['query', 'field_name'];
  if (name === null) throw invalid([{ type: 'missing', loc, msg: 'Field required' }]);
  const { value, source } = lookUp(name, store.settings.general_settings, older);
  if (source === 'unset') {
    throw detailError(400, { error: `Field name=${name} ${older ? 'not in DB' : 'is not set'}` });
  }
  const hidden = name === 'master_key' && caller.role === 'proxy_admin_viewer';
  const found: Row = { field_name: name, field_value: hidden ? 'REDACTED' : value };
  return ok(older ? found : { ...found, source, editable: source !== 'config' });
}

function listIps({ store }: Call): Answer {
  return ok({ data: store.allowedIps });
}

function listPassThrough({ store }: Call): Answer {
  return ok({ endpoints: store.passThrough });
}

/** Reveals nothing, and wants a body on a GET. */
function yaml({ body }: Call): Answer {
  if (body === undefined) throw invalid([{ type: 'missing', loc: ['body'], msg: 'Field required' }]);
  return ok({ hello: 'world' });
}
