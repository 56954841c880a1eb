import type { Value, ValueObject } from '../python.ts';

/** One setting that a list of settings curates. */
export interface SettingField {
  readonly name: string;
  readonly type: string;
  readonly standard?: Value;
  readonly options?: readonly string[];
  readonly tab?: string;
  /** The fields of what it holds, by name: their types as Python prints them. */
  readonly nested?: Readonly<Record<string, string>>;
}

/** What a setting is, and where that comes from. */
export interface SettingValue {
  readonly value: Value;
  readonly stored: boolean | null;
  readonly source: 'config' | 'db' | 'unset';
}

/** A setting in a list; its description is its name in words. */
export function settingView(
  field: SettingField,
  { value, stored, source }: SettingValue,
  older: boolean,
): ValueObject {
  const view: ValueObject = {
    field_name: field.name,
    field_type: field.type,
    field_description: field.name.replaceAll('_', ' '),
    field_value: value,
    stored_in_db: stored,
    field_default_value: field.standard ?? null,
    premium_field: false,
    nested_fields: nestedOf(field, older),
  };
  if (older) return view;
  return {
    ...view,
    field_options: field.options ?? null,
    field_tab: field.tab ?? null,
    source,
    editable: source !== 'config',
  };
}

/** Types that came later than the fields that have them are told in two words. */
function nestedOf({ nested }: SettingField, older: boolean): Value {
  if (nested === undefined) return null;
  return Object.entries(nested)
    .filter(([name]) => !older || !LATER.has(name))
    .map(([name, type]) => ({
      field_name: name,
      field_type: older && type.includes('|') ? 'Optional' : type,
      field_description: name.replaceAll('_', ' '),
      field_default_value: null,
      stored_in_db: null,
    }));
}

const LATER = new Set(['default_query_params', 'timeout', 'methods']);
