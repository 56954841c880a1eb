import { inspect } from 'node:util';
import type { JsonValue } from '../../shared/json.ts';

/** Forms of secrets that occur in recordings, written down apart from the product's own redactors. */
const FORMS = [
  /(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{8,}/g,
  /whsec_[A-Za-z0-9+/=_-]{8,}/g,
  /jwt-madeup[\w.-]*/g,
  /eyJ[\w-]{10,}\.[\w-]{10,}/g,
  /AKIA[A-Z0-9]{16}/g,
];

/** Every secret in a recording: the credential that was sent, and what has the form of one. */
export function secretsIn(whole: JsonValue, credential: string): readonly string[] {
  const text = JSON.stringify(whole);
  const found = FORMS.flatMap((form) => text.match(form) ?? []);
  const sent = credential.length >= 8 ? [credential] : [];
  return [...new Set([...sent, ...found])];
}

/** The first secret that shows in something, however it is written out; null when none does. */
export function leakIn(value: unknown, secrets: readonly string[]): string | null {
  const texts = [
    String(value),
    JSON.stringify(value) ?? '',
    inspect(value, { depth: 20, maxStringLength: null }),
  ];
  if (value instanceof Error) texts.push(value.message, value.stack ?? '');
  return secrets.find((secret) => texts.some((text) => text.includes(secret))) ?? null;
}
