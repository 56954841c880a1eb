import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';

/** What stands where a secret stood. */
export const REDACTED = '***';

type Redactor = (text: string) => string;

/** A hash of a key, LiteLLM's name for its master key, a reference to an environment variable, or hidden already. */
const HARMLESS =
  /^(?:[0-9a-f]{64}|os\.environ\/\S*|\*+|REDACTED|litellm_proxy_master_key|null|None|undefined|true|false)$/i;

const NAMED =
  /((?<![A-Za-z0-9])(?:[A-Za-z0-9_-]*(?:api[_-]?key|apikey|password|passwd|secret|private[_-]?key|secret[_-]?access[_-]?key|master[_-]?key|salt[_-]?key|signing[_-]?key|encryption[_-]?key|shared[_-]?access[_-]?key|account[_-]?key|subscription[_-]?key|api[_-]?token|azure[_-]?ad[_-]?token|bearer[_-]?token|bot[_-]?token|access[_-]?token|refresh[_-]?token|auth[_-]?token|session[_-]?token))["']?\s*[=:]\s*["']?)([^\s"'\\,;&})\]]+)/gi;

/** A header with a scheme other than Bearer and Basic, or with a credential alone, which then holds a digit. */
const AUTHORIZATION =
  /(\bauthorization["']?\s*[=:]\s*["']?)((?:Token|ApiKey|Api-Key|Key|Digest|Negotiate|SharedKey)\s+|(?=[^\s"',;}]*\d)(?!(?:Bearer|Basic)\b))(?!\*)[^\s"',;}]{6,}/gi;

/** Addresses whose path is the credential: Slack, Discord, Teams. */
const WEBHOOK =
  /(\bhttps?:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|(?:[a-z]+\.)?discord(?:app)?\.com\/api\/webhooks|[a-z0-9.-]+\.office\.com\/webhookb2)\/)[^\s"'<>]+/gi;

/** Each hides one form of secret. Order matters where one form holds another: blocks and addresses first. */
const FORMS: readonly Redactor[] = [
  (text) =>
    text.replace(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
      REDACTED,
    ),
  (text) => text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#"']*@/gi, `$1${REDACTED}@`),
  (text) => text.replace(/\b(Bearer|Basic)(\s+)(?!\*)[A-Za-z0-9._~+/=-]{6,}/gi, `$1$2${REDACTED}`),
  (text) => text.replace(AUTHORIZATION, `$1$2${REDACTED}`),
  (text) => text.replace(WEBHOOK, `$1${REDACTED}`),
  (text) => text.replace(/(?<![A-Za-z0-9])(?:sk|pk|rk)-[A-Za-z0-9][A-Za-z0-9_-]{3,}/g, REDACTED),
  (text) => text.replace(/(?<![A-Za-z0-9])eyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*)?/g, REDACTED),
  (text) => text.replace(/(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}/g, REDACTED),
  (text) =>
    text.replace(
      /(?<![A-Za-z0-9])(?:AIza[\w-]{20,}|gh[pousr]_\w{20,}|xox[abeoprs]-[\w-]{8,}|hf_\w{16,}|whsec_[\w+/=-]{8,}|jwt-[\w.-]{8,})/g,
      REDACTED,
    ),
  (text) =>
    text.replace(NAMED, (whole, name: string, value: string) =>
      HARMLESS.test(value) ? whole : `${name}${REDACTED}`,
    ),
];

/** What every form needs to be found: most texts of a gateway hold none of it, and are looked at once. */
const SUSPECT =
  /:\/\/|bearer|basic|authorization|key|pass|secret|token|[spr]k-|eyJ|A(?:KI|SI|BI|CC)A|AIza|gh[pousr]_|xox|hf_|whsec_|jwt-/i;

/**
 * Hides what looks like a key: `sk-…`, bearer and basic credentials, user names in addresses, tokens
 * (JWT, AWS, Google, GitHub, Slack), webhook addresses, private keys and `api_key=…`. Hashes of keys stay: they are names.
 * @param secrets texts to hide wherever they stand, whatever they look like.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) clean = hideLiteral(clean, secret);
  return SUSPECT.test(clean) ? FORMS.reduce((current, form) => form(current), clean) : clean;
}

function hideLiteral(text: string, secret: string): string {
  if (secret === '') return text;
  let clean = text.split(secret).join(REDACTED);
  const escaped = encodeURIComponent(secret);
  if (escaped !== secret) clean = clean.split(escaped).join(REDACTED);
  const quoted = JSON.stringify(secret).slice(1, -1);
  return quoted === secret ? clean : clean.split(quoted).join(REDACTED);
}

/** Field names whose text is a secret by its name alone, in the words of both gateways. */
const SECRET_FIELD =
  /(?:^|[_-])(?:api[_-]?key|password|passwd|secret|secret[_-]?key|client[_-]?secret|private[_-]?key|secret[_-]?access[_-]?key|access[_-]?key[_-]?id|master[_-]?key|salt[_-]?key|signing[_-]?key|encryption[_-]?key|shared[_-]?access[_-]?key|account[_-]?key|subscription[_-]?key|database[_-]?url|api[_-]?token|ad[_-]?token|id[_-]?token|bearer[_-]?token|bot[_-]?token|access[_-]?token|refresh[_-]?token|auth[_-]?token|session[_-]?token|vertex[_-]?credentials|webhook[_-]?url|authorization|connection[_-]?string)$/i;

/** Headers under which credentials travel, whatever they look like. */
const SECRET_HEADER = /auth|key|token|secret|cookie|pass|credential|signature/i;
const HEADERS = /(?:^|_)headers$/i;

/** True for names such as `api_key`, `apiKey`, `master_key` and `database_url`. */
export function isSecretName(name: string): boolean {
  return SECRET_FIELD.test(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

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

/** Names come again with every row, so what is known of one is kept; as many as any gateway has. */
const names = new Map<
  string,
  { readonly hides: boolean; readonly headers: boolean; readonly clean: string }
>();
const MOST_NAMES = 20_000;

function nameOf(name: string): {
  readonly hides: boolean;
  readonly headers: boolean;
  readonly clean: string;
} {
  const known = names.get(name);
  if (known !== undefined) return known;
  const found = { hides: isSecretName(name), headers: HEADERS.test(name), clean: redact(name) };
  if (names.size < MOST_NAMES && found.clean === name) names.set(name, found);
  return found;
}

/**
 * Hides secrets in every text of a value, every text whose field name says it is one, and in headers those
 * that carry credentials. What holds none is given back as it is, not copied: lists run to 100 MB.
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
  const { hides, headers } = nameOf(name);
  if (hides) return hideValue(item, secrets);
  return redactJson(headers ? hideHeaders(item, secrets) : item, secrets);
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
