import { HIDDEN } from './hidden.ts';

/**
 * What is no secret where one could stand: a hash of a key, LiteLLM's name for its master key, a reference to an
 * environment variable, what is hidden already, and words of prose.
 */
export const HARMLESS =
  /^(?:[0-9a-f]{64}|os\.environ\/\S*|\*+|‹hidden›|REDACTED|litellm_proxy_master_key|null|None|undefined|true|false)$/i;

const PROSE =
  /^(?:optional|required|none|missing|invalid|unset|unknown|empty|needed|expired|incorrect|wrong|not|no|yes|is|must|has)[.]?$/i;

type Hider = (text: string) => string;

const NAMED =
  /((?:api[_-]?key|apikey|password|passwd|secret|private[_-]?key|secret[_-]?access[_-]?key|master[_-]?key|salt[_-]?key|signing[_-]?key|encryption[_-]?key|shared[_-]?access[_-]?key|account[_-]?key|subscription[_-]?key|api[_-]?token|azure[_-]?ad[_-]?token|bearer[_-]?token|bot[_-]?token|access[_-]?token|refresh[_-]?token|auth[_-]?token|session[_-]?token)["']?\s*[=:]\s*["']?)([^\s"'\\,;&})\]]+)/gi;

/** A header with a scheme, or with a credential alone, which then holds a digit. */
const AUTHORIZATION =
  /(\bauthorization["']?\s*[=:]\s*["']?)((?:Bearer|Basic|Token|ApiKey|Api-Key|Key|Digest|Negotiate|SharedKey)\s+|(?=[^\s"',;}]{0,500}\d)(?!(?:Bearer|Basic)\b))(?![*‹])[^\s"',;}]{6,}/gi;

/** Outside of a header only what no prose holds: a long token with a digit. */
const BEARER = /\b(Bearer\s+)(?=[A-Za-z0-9._~+/=-]{0,200}\d)[A-Za-z0-9._~+/=-]{12,}/gi;
const BASIC = /\b(Basic\s+)([A-Za-z0-9+/]{6,}={0,2})(?![A-Za-z0-9+/=])/gi;

/** Addresses whose path is the credential: Slack, Discord, Teams. */
const WEBHOOK =
  /(\bhttps?:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|(?:[a-z]+\.)?discord(?:app)?\.com\/api\/webhooks|[a-z0-9.-]+\.office\.com\/webhookb2)\/)[^\s"'<>]+/gi;

/**
 * Keys of gateways and providers: 16 characters or more with a digit, with a capital inside a word, or without any
 * word in them. `sk-1234` is the master key of LiteLLM's own examples; test keys that people write are shorter.
 */
const GATEWAY_KEY =
  /(?<![A-Za-z0-9])(?:(?:sk|pk|rk)(?:-|_(?:live|test)_)(?=[A-Za-z0-9_-]{16})(?=[A-Za-z0-9_-]{0,200}(?:\d|[a-z][A-Z]|[A-Za-z]{24}))[A-Za-z0-9_-]+|sk-test-(?=[A-Za-z_-]{0,200}\d)[A-Za-z0-9_-]{4,}|sk-1234(?![A-Za-z0-9_-]))/g;

/** How a plan spells a reference to a secret: nothing that comes from a gateway may look like one. */
const REFERENCE = /‹secret:[^‹›]*›/g;

/** Forms that nothing else has, also in names. Order matters where one form holds another: blocks and addresses first. */
const CERTAIN: readonly Hider[] = [
  (text) => text.replace(REFERENCE, HIDDEN),
  (text) =>
    text.replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN),
  (text) => text.replace(/([a-z0-9+.-]:\/\/)[^\s/?#"']*@/gi, `$1${HIDDEN}@`),
  (text) => text.replace(WEBHOOK, `$1${HIDDEN}`),
  (text) => text.replace(/(?<![A-Za-z0-9])eyJ[\w-]{4,4000}\.[\w-]{4,}(?:\.[\w-]*)?/g, HIDDEN),
  (text) => text.replace(/(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g, HIDDEN),
  (text) =>
    text.replace(
      /(?<![A-Za-z0-9])(?:AIza[\w-]{20,}|gh[pousr]_\w{20,}|xox[abeoprs]-(?=[\w-]{0,200}\d)[\w-]{8,}|hf_[A-Za-z0-9]{16,}|whsec_[\w+/=-]{8,}|jwt-(?=[\w.-]{0,200}\d)[\w.-]{8,})/g,
      HIDDEN,
    ),
];

const LIKELY: readonly Hider[] = [
  (text) => text.replace(AUTHORIZATION, `$1$2${HIDDEN}`),
  (text) => text.replace(BEARER, `$1${HIDDEN}`),
  (text) =>
    text.replace(BASIC, (whole, scheme: string, value: string) =>
      isCredential(value) ? `${scheme}${HIDDEN}` : whole,
    ),
  (text) => text.replace(GATEWAY_KEY, HIDDEN),
  (text) =>
    text.replace(NAMED, (whole, name: string, value: string) =>
      HARMLESS.test(value) || PROSE.test(value) ? whole : `${name}${HIDDEN}`,
    ),
];

const ALL: readonly Hider[] = [...CERTAIN, ...LIKELY];

/** What every form needs to be found: most texts of a gateway hold none of it, and are looked at once. */
const SUSPECT =
  /:\/\/|‹|-----|bearer|basic|authorization|key|pass|secret|token|[spr]k[-_]|eyJ|A(?:KI|SI|BI|CC)A|AIza|gh[pousr]_|xox|hf_|whsec_|jwt-/i;

/** A text without what has the form of a secret. */
export function hideForms(text: string): string {
  return SUSPECT.test(text) ? ALL.reduce((current, form) => form(current), text) : text;
}

/** The id, alias or name of a row without what can be nothing but a secret: by what only looks like one, rows are known. */
export function hideCertainForms(text: string): string {
  return SUSPECT.test(text) ? CERTAIN.reduce((current, form) => form(current), text) : text;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** `user:password` in base64. */
function isCredential(value: string): boolean {
  const letters = value.replace(/=+$/, '').split('');
  const bits = letters.map((letter) => BASE64.indexOf(letter).toString(2).padStart(6, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(
    String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 2))),
  );
}
