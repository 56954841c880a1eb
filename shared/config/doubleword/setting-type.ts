/** What may stand at a place of dwctl's config file: its parser's types, as data (dwctl 10.13.1, figment 0.10). */
export type SettingType =
  | { readonly kind: 'text' | 'boolean' | 'decimal' | 'duration' | 'url' | 'origin' }
  /** A whole number within bounds; `name` is what dwctl calls it, such as `u16`. */
  | { readonly kind: 'integer'; readonly name: string; readonly min: bigint; readonly max: bigint }
  | { readonly kind: 'float'; readonly name: 'f32' | 'f64' }
  /** One of some words. */
  | { readonly kind: 'choice'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly of: SettingType }
  /** Any keys, with values of one type. */
  | { readonly kind: 'map'; readonly of: SettingType }
  | SectionType
  /** A mapping whose key `tag` says which of some sections it is, with `shared` keys beside. Other keys are not looked at. */
  | {
      readonly kind: 'tagged';
      readonly tag: string;
      readonly variants: Readonly<Record<string, SectionType>>;
      readonly shared?: SectionType;
    }
  /** A mapping with one key, which says which of some sections it is. */
  | { readonly kind: 'one-of'; readonly variants: Readonly<Record<string, SectionType>> }
  /** The same, or null. */
  | { readonly kind: 'optional'; readonly of: SettingType };

/** A mapping with keys of its own. */
export interface SectionType {
  readonly kind: 'section';
  /** Any other key stops dwctl; else others are ignored without a word. */
  readonly strict: boolean;
  readonly settings: Readonly<Record<string, Setting>>;
}

/** One key of a section. */
export interface Setting {
  readonly type: SettingType;
  /** What it does, with unit and default, for people. */
  readonly about: string;
  /** Without it the section is refused. */
  readonly required?: true;
  /** Another name of a setting that stands before it. */
  readonly isAlias?: true;
}

export const TEXT: SettingType = { kind: 'text' };
export const BOOLEAN: SettingType = { kind: 'boolean' };
export const DECIMAL: SettingType = { kind: 'decimal' };
export const DURATION: SettingType = { kind: 'duration' };
export const URL: SettingType = { kind: 'url' };
export const F32: SettingType = { kind: 'float', name: 'f32' };
export const F64: SettingType = { kind: 'float', name: 'f64' };
export const U8 = integer('u8', 0n, 2n ** 8n - 1n);
export const U16 = integer('u16', 0n, 2n ** 16n - 1n);
export const U32 = integer('u32', 0n, 2n ** 32n - 1n);
export const U64 = integer('u64', 0n, 2n ** 64n - 1n);
export const USIZE = integer('usize', 0n, 2n ** 64n - 1n);
export const I32 = integer('i32', -(2n ** 31n), 2n ** 31n - 1n);
export const I64 = integer('i64', -(2n ** 63n), 2n ** 63n - 1n);

export function choice(...words: readonly string[]): SettingType {
  return { kind: 'choice', words };
}

export function listOf(of: SettingType): SettingType {
  return { kind: 'list', of };
}

export function mapOf(of: SettingType): SettingType {
  return { kind: 'map', of };
}

export function optional(of: SettingType): SettingType {
  return { kind: 'optional', of };
}

/** A section in which any other key stops dwctl. */
export function strict(settings: SectionType['settings']): SectionType {
  return { kind: 'section', strict: true, settings };
}

/** A section in which other keys are ignored without a word. */
export function loose(settings: SectionType['settings']): SectionType {
  return { kind: 'section', strict: false, settings };
}

function integer(name: string, min: bigint, max: bigint): SettingType {
  return { kind: 'integer', name, min, max };
}

/** A setting that may be left out. */
export function set(type: SettingType, about: string): Setting {
  return { type, about };
}

/** A setting without which its section is refused. */
export function need(type: SettingType, about: string): Setting {
  return { type, about, required: true };
}
