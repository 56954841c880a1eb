import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { HIDDEN } from '../../../shared/secrets/hidden.ts';
import { HARMLESS, hideCertainForms, hideForms } from '../../../shared/secrets/secret-forms.ts';
import { isRowName, isSecretName } from '../../../shared/secrets/secret-names.ts';

export { isSecretName } from '../../../shared/secrets/secret-names.ts';

/** What stands where a secret stood. */
export const REDACTED = HIDDEN;

/**
 * Hides what looks like a key: `sk-…` of a key's length, bearer and basic credentials, user names in addresses, tokens
 * (JWT, AWS, Google, GitHub, Slack), webhook addresses, private keys and `api_key=…`. Hashes of keys stay: they are names.
 * @param secrets texts to hide wherever they stand, whatever they look like.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  return hideForms(hideLiterals(text, secrets));
}

function hideLiterals(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = hideLiteral(clean, secret);
  return clean;
}

function hideLiteral(text: string, secret: string): string {
  if (secret === '') return text;
  let clean = text.split(secret).join(REDACTED);
  const escaped = encodeURIComponent(secret);
  if (escaped !== secret) clean = clean.split(escaped).join(REDACTED);
  const quoted = JSON.stringify(secret).slice(1, -1);
  return quoted === secret ? clean : clean.split(quoted).join(REDACTED);
}

/** Headers under which credentials travel, whatever they look like. */
const SECRET_HEADER = /auth|key|token|secret|cookie|pass|credential|signature/i;
/** In a field named `key`, which may also hold a hash or a plain word, this alone says that it is a key. */
const KEY_LEAD = /^(?:sk|pk|rk)-/;
const HEADERS = /(?:^|_)headers$/i;

/** What stands under a secret's name: every text and number in it is one, but for hashes and references. */
function hideValue(value: JsonValue, secrets: readonly string[]): JsonValue {
  if (typeof value === 'number') return REDACTED;
  if (typeof value === 'string') return value === '' || HARMLESS.test(value) ? value : REDACTED;
  if (Array.isArray(value)) return value.map((item: JsonValue) => hideValue(item, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redact(name, secrets), hideValue(item, secrets)]),
  );
}

/** What is known of the name of a field. */
interface KnownName {
  readonly hides: boolean;
  readonly headers: boolean;
  readonly isRowName: boolean;
  readonly clean: string;
}

/** Names come again with every row, so what is known of one is kept; as many as any gateway has. */
const names = new Map<string, KnownName>();
const MOST_NAMES = 20_000;

function nameOf(name: string): KnownName {
  const known = names.get(name);
  if (known !== undefined) return known;
  const found = {
    hides: isSecretName(name),
    headers: HEADERS.test(name),
    isRowName: isRowName(name),
    clean: redact(name),
  };
  if (names.size < MOST_NAMES && found.clean === name) names.set(name, found);
  return found;
}

/**
 * Hides secrets in every text of a value, every text whose field name says it is one, and in headers those
 * that carry credentials. Ids, aliases and names of rows stay, unless they can be nothing but a secret. What holds none is given back as it is, not copied: lists run to 100 MB.
 */
export function redactJson(value: JsonValue, secrets: readonly string[] = []): JsonValue {
  if (typeof value === 'string') return redact(value, secrets);
  if (Array.isArray(value)) return redactList(value as readonly JsonValue[], secrets);
  if (!isJsonObject(value)) return value;
  const { field_name: setting } = value;
  if (typeof setting === 'string' && nameOf(setting).hides) return hideSetting(value, secrets);
  let changed = false;
  for (const name of Object.keys(value)) {
    const item = value[name] ?? null;
    // Most of a row is numbers and nulls under names that were seen before.
    if (labelOf(name, secrets) === name && redactField(name, item, secrets) === item) continue;
    changed = true;
    break;
  }
  if (!changed) return value;
  // fromEntries makes own properties even of names like __proto__, which do come back in metadata.
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [labelOf(name, secrets), redactField(name, item, secrets)]),
  );
}

const SETTING_VALUES: ReadonlySet<string> = new Set(
  'field_value field_default field_default_value'.split(' '),
);

/** A setting spelled as `{field_name, field_value}`: the name stands beside the secret, not above it. */
function hideSetting(row: JsonObject, secrets: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(row).map(([name, item]) => [
      name,
      SETTING_VALUES.has(name) ? hideValue(item, secrets) : redactField(name, item, secrets),
    ]),
  );
}

function redactList(list: readonly JsonValue[], secrets: readonly string[]): JsonValue {
  const clean = list.map((item) => redactJson(item, secrets));
  return clean.every((item, index) => item === list[index]) ? list : clean;
}

function labelOf(name: string, secrets: readonly string[]): string {
  return secrets.length === 0 ? nameOf(name).clean : redact(name, secrets);
}

function redactField(name: string, item: JsonValue, secrets: readonly string[]): JsonValue {
  if (item === null || typeof item === 'boolean') return item;
  const { hides, headers, isRowName: names } = nameOf(name);
  if (hides) return hideValue(item, secrets);
  if (names) return redactNames(item, secrets);
  if (name === 'key' && typeof item === 'string' && KEY_LEAD.test(item)) return REDACTED;
  return redactJson(headers ? hideHeaders(item, secrets) : item, secrets);
}

/** One name, or a list of them. */
function redactNames(item: JsonValue, secrets: readonly string[]): JsonValue {
  if (typeof item === 'string') return hideCertainForms(hideLiterals(item, secrets));
  if (!Array.isArray(item)) return redactJson(item, secrets);
  const clean = item.map((one: JsonValue) => redactNames(one, secrets));
  return clean.every((one, index) => one === item[index]) ? item : clean;
}

function hideHeaders(value: JsonValue, secrets: readonly string[]): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_HEADER.test(name) ? hideValue(item, secrets) : item,
    ]),
  );
}

/** Shorter secrets are hidden only where a text is nothing else: they would be found inside of words and numbers. */
const SHORTEST_WITHIN = 6;

/**
 * A value without known secrets, such as those that a push wrote and a gateway tells again: in texts and names of
 * fields, and numbers that are one. Nothing else is looked for. What holds none is given back as it is.
 */
export function redactValues(value: JsonValue, secrets: readonly string[]): JsonValue {
  const known = secrets.filter((secret) => secret !== '');
  if (known.length === 0) return value;
  const within = known.filter(({ length }) => length >= SHORTEST_WITHIN);
  const hide = (text: string): string => (known.includes(text) ? REDACTED : hideLiterals(text, within));
  const walk = (part: JsonValue): JsonValue => {
    if (typeof part === 'string') return hide(part);
    if (typeof part === 'number') return known.includes(String(part)) ? REDACTED : part;
    if (Array.isArray(part)) {
      const items = part.map((item: JsonValue) => walk(item));
      return items.every((item, index) => item === part[index]) ? part : items;
    }
    if (!isJsonObject(part)) return part;
    const entries = Object.entries(part).map(([name, item]) => [hide(name), walk(item)] as const);
    return entries.every(([name, item]) => Object.hasOwn(part, name) && part[name] === item)
      ? part
      : Object.fromEntries(entries);
  };
  return walk(value);
}
