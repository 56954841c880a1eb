import { isSecretLiteral } from '../secret-literals.ts';
import type { YamlPath } from '../yaml-place.ts';
import { isExactMap, type ExactMap, type ExactValue } from './exact-value.ts';
import type { SectionType, SettingType } from './setting-type.ts';
import { describeType, isOfType, knownHere, nearest } from './type-words.ts';

/** Something that dwctl refuses a whole file for. */
export interface SettingFault {
  readonly rule: 'doubleword-unknown-key' | 'doubleword-type' | 'doubleword-value' | 'doubleword-missing-key';
  readonly path: YamlPath;
  /** Whether it is the key or what stands there. */
  readonly of: 'key' | 'value';
  /** What dwctl calls it, such as `invalid type`. */
  readonly words: string;
  /** The key that dwctl names, such as `default.port`; inside a part that it reads as a whole, that part. */
  readonly named: string;
  readonly message: string;
  readonly fix: string;
}

interface Place {
  readonly path: YamlPath;
  /** Set inside a part that dwctl reads as a whole: the path that it names for all of it. */
  readonly whole?: YamlPath;
}

/**
 * What dwctl's strict parser refuses in a value, in the order in which it would come upon it: keys by their spelling, what a
 * section lacks after what it has (dwctl 10.13.1, figment 0.10). dwctl tells the first and stops.
 */
export function judgeSettings(
  type: SettingType,
  value: ExactValue,
  place: Place = { path: [] },
): readonly SettingFault[] {
  switch (type.kind) {
    case 'optional':
      return value === null ? [] : judgeSettings(type.of, value, place);
    case 'section':
      if (Array.isArray(value)) return judgePositions(type, value, place);
      return isExactMap(value) ? judgeSection(type, value, place) : [wrongType(type, value, place)];
    case 'list':
      if (!Array.isArray(value)) return [wrongType(type, value, place)];
      return value.flatMap((item: ExactValue, index) => judgeSettings(type.of, item, below(place, index)));
    case 'map':
      if (!isExactMap(value)) return [wrongType(type, value, place)];
      return sorted(value).flatMap(([key, item]) => judgeSettings(type.of, item, below(place, key)));
    case 'tagged':
      return isExactMap(value) ? judgeTagged(type, value, place) : [wrongType(type, value, place)];
    case 'one-of':
      return isExactMap(value) ? judgeOneOf(type, value, place) : [wrongType(type, value, place)];
    default:
      if (isOfType(type, value) === 'yes') return [];
      return [
        isOfType(type, value) === 'no' ? wrongType(type, value, place) : wrongValue(type, value, place),
      ];
  }
}

function judgeSection(
  { strict, settings }: SectionType,
  value: ExactMap,
  place: Place,
): readonly SettingFault[] {
  const inside = sorted(value).flatMap(([key, item]) => {
    const setting = Object.hasOwn(settings, key) ? settings[key] : undefined;
    if (setting !== undefined) return judgeSettings(setting.type, item, below(place, key));
    return strict ? [unknownKey(key, Object.keys(settings), below(place, key))] : [];
  });
  const lacking = Object.entries(settings)
    .filter(([key, { required }]) => required === true && !Object.hasOwn(value, key))
    .map(([key, { about }]) => missingKey(key, about, place));
  return [...inside, ...lacking];
}

/** The parser also takes a list for a mapping: its entries for the values of the keys, in their order. */
function judgePositions(
  type: SectionType,
  values: readonly ExactValue[],
  place: Place,
): readonly SettingFault[] {
  const settings = Object.values(type.settings).filter(({ isAlias }) => isAlias !== true);
  const isLacking = settings.slice(values.length).some(({ required }) => required === true);
  if (isLacking || values.length > settings.length) return [wrongType(type, values, place)];
  return values.flatMap((item, index) => {
    const setting = settings[index];
    return setting === undefined ? [] : judgeSettings(setting.type, item, below(place, index));
  });
}

function judgeTagged(
  { tag, variants, shared }: Extract<SettingType, { kind: 'tagged' }>,
  value: ExactMap,
  place: Place,
): readonly SettingFault[] {
  const words = Object.keys(variants);
  if (!Object.hasOwn(value, tag)) return [missingKey(tag, `It is one of ${words.join(', ')}.`, place)];
  const chosen = value[tag];
  const variant =
    typeof chosen === 'string' && Object.hasOwn(variants, chosen) ? variants[chosen] : undefined;
  if (variant === undefined) {
    const of: SettingType = { kind: 'choice', words };
    const at = below(place, tag);
    return [typeof chosen === 'string' ? wrongValue(of, chosen, at) : wrongType(of, chosen ?? null, at)];
  }
  const { [tag]: _, ...rest } = value;
  const besides = shared === undefined ? [] : judgeSection(shared, rest, place);
  const inside = judgeSection(variant, rest, { path: place.path, whole: place.whole ?? place.path });
  return [...besides, ...inside];
}

function judgeOneOf(
  { variants }: Extract<SettingType, { kind: 'one-of' }>,
  value: ExactMap,
  place: Place,
): readonly SettingFault[] {
  const words = Object.keys(variants);
  const [first] = sorted(value);
  if (first === undefined) return [wrongType({ kind: 'one-of', variants }, value, place)];
  const [key, item] = first;
  const variant = Object.hasOwn(variants, key) ? variants[key] : undefined;
  if (variant === undefined)
    return [{ ...unknownKey(key, words, below(place, key)), words: 'unknown variant' }];
  return judgeSettings(variant, item, below(place, key));
}

function below({ path, ...rest }: Place, part: string | number): Place {
  return { ...rest, path: [...path, part] };
}

function sorted(value: ExactMap): readonly (readonly [string, ExactValue])[] {
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function named({ path, whole }: Place): string {
  return ['default', ...(whole ?? path)].join('.');
}

function unknownKey(key: string, known: readonly string[], place: Place): SettingFault {
  const like = nearest(key, known);
  return {
    rule: 'doubleword-unknown-key',
    path: place.path,
    of: 'key',
    words: 'unknown field',
    named: named(place),
    message: `dwctl does not know the key "${place.path.join('.')}".`,
    fix: like === null ? `Remove it.${knownHere(known)}` : `Write "${like}", or remove it.`,
  };
}

function missingKey(key: string, about: string, place: Place): SettingFault {
  const where = place.path.join('.');
  return {
    rule: 'doubleword-missing-key',
    path: place.path,
    of: 'key',
    words: `missing field \`${key}\``,
    named: named(place),
    message: `"${where}" has no "${key}", without which dwctl refuses it.`,
    fix: `Add ${key}: ${about}`,
  };
}

function wrongType(type: SettingType, value: ExactValue, place: Place): SettingFault {
  const { wanted, fix } = describeType(type);
  return {
    rule: 'doubleword-type',
    path: place.path,
    of: 'value',
    words: 'invalid type',
    named: named(place),
    message: `"${place.path.join('.')}" must be ${wanted}, and ${shown(value, place)}.`,
    fix: unquoted(type, value) ?? fix,
  };
}

function wrongValue(type: SettingType, value: ExactValue, place: Place): SettingFault {
  const { wanted, fix } = describeType(type);
  const isWord = type.kind === 'choice';
  const like = isWord && typeof value === 'string' ? nearest(value, type.words) : null;
  return {
    rule: 'doubleword-value',
    path: place.path,
    of: 'value',
    words: isWord ? 'unknown variant' : 'invalid value',
    named: named(place),
    message: `"${place.path.join('.')}" must be ${wanted}, and ${shown(value, place)}.`,
    fix: like === null ? fix : `Write ${like}.`,
  };
}

/** A quoted number or boolean is the most frequent fault: what to write instead. */
function unquoted(type: SettingType, value: ExactValue): string | null {
  if (typeof value !== 'string') return null;
  const meant = type.kind === 'boolean' ? /^(?:true|false)$/i.test(value) : /^-?\d+(?:\.\d+)?$/.test(value);
  if (meant && type.kind === 'boolean') return `Write ${value.toLowerCase()} without quotes.`;
  return meant && (type.kind === 'integer' || type.kind === 'float')
    ? `Write ${value} without quotes.`
    : null;
}

/** What stands there, and nothing that may be a secret. */
function shown(value: ExactValue, { path }: Place): string {
  if (value === null) return 'there is nothing';
  if (Array.isArray(value)) return 'it is a list';
  if (typeof value === 'object') return 'it is a mapping';
  const name = path.findLast((part) => typeof part === 'string') ?? '';
  const text = String(value);
  if (isSecretLiteral(name, text)) return `what stands there is ${kindOf(value)}`;
  return text.length > 40
    ? `it is ${kindOf(value)} of ${text.length} characters`
    : `${quoted(value)} is ${kindOf(value)}`;
}

function quoted(value: string | boolean | number | bigint): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function kindOf(value: string | boolean | number | bigint): string {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    case 'bigint':
      return 'a whole number';
    default:
      return 'a number with a point';
  }
}
