import { assertNever } from '../../result.ts';
import { durationSeconds } from './durations.ts';
import { isExactMap, type ExactValue } from './exact-value.ts';
import type { SettingType } from './setting-type.ts';

type SimpleType = Exclude<
  SettingType,
  { kind: 'optional' | 'section' | 'list' | 'map' | 'tagged' | 'one-of' }
>;

/**
 * Whether dwctl's parser takes a value for one of a type: `no` where its kind is wrong, `bad` where only the value is
 * (dwctl 10.13.1). Numbers are not read from text, except amounts; a whole number is also a number with a point.
 */
export function isOfType(type: SimpleType, value: ExactValue): 'yes' | 'no' | 'bad' {
  switch (type.kind) {
    case 'text':
      return typeof value === 'string' ? 'yes' : 'no';
    case 'boolean':
      return typeof value === 'boolean' ? 'yes' : 'no';
    case 'integer':
      if (typeof value !== 'bigint') return 'no';
      return value >= type.min && value <= type.max ? 'yes' : 'bad';
    case 'float':
      return typeof value === 'bigint' || typeof value === 'number' ? 'yes' : 'no';
    case 'decimal':
      return isDecimal(value);
    case 'duration':
      if (typeof value !== 'string') return 'no';
      return durationSeconds(value) === null ? 'bad' : 'yes';
    case 'url':
      if (typeof value !== 'string') return 'no';
      return isUrl(value) ? 'yes' : 'bad';
    case 'origin':
      return typeof value === 'string' && (value === '*' || isUrl(value)) ? 'yes' : 'bad';
    case 'choice':
      return isChoice(type.words, value);
    default:
      return assertNever(type);
  }
}

/** Amounts are also read from text, with up to 28 digits and rounded beyond (rust_decimal 1.42). */
function isDecimal(value: ExactValue): 'yes' | 'no' | 'bad' {
  if (typeof value === 'bigint') return value >= -(2n ** 63n) && value < 2n ** 64n ? 'yes' : 'no';
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 7.9e28 ? 'yes' : 'bad';
  if (typeof value !== 'string') return 'no';
  const match = /^[-+]?(\d[\d_]*)?(?:\.[\d_]*)?(?:[eE][-+]?\d{1,2})?$/.exec(value);
  return match !== null && /\d/.test(value) && (match[1] ?? '').replaceAll('_', '').length < 29
    ? 'yes'
    : 'bad';
}

/** A word, also as the only key of a mapping with nothing below it. */
function isChoice(words: readonly string[], value: ExactValue): 'yes' | 'no' | 'bad' {
  if (typeof value === 'string') return words.includes(value) ? 'yes' : 'bad';
  if (!isExactMap(value)) return 'no';
  const [word, ...more] = Object.keys(value);
  const isWord = word !== undefined && more.length === 0 && words.includes(word);
  return isWord && value[word] === null ? 'yes' : 'no';
}

/** An address with a scheme; one of the web needs a host, and a port of at most 65535 (url 2.5). */
function isUrl(text: string): boolean {
  const match = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text.trim());
  if (match === null) return false;
  if (!/^(?:https?|wss?|ftp)$/i.test(match[1] ?? '')) return true;
  const host = /^[\\/]*(?:[^/?#\\@]*@)?([^/?#\\:\s<>^|%]+|\[[0-9a-f:.]+\])(?::(\d*))?(?:[/?#\\]|$)/i.exec(
    match[2] ?? '',
  );
  return host !== null && Number(host[2] ?? 0) <= 65_535;
}

/** What a type takes, as the end of "must be …", and how to write it. */
export function describeType(type: SettingType): { readonly wanted: string; readonly fix: string } {
  switch (type.kind) {
    case 'text':
      return { wanted: 'text', fix: 'Put it in quotes.' };
    case 'boolean':
      return { wanted: 'true or false', fix: 'Write true or false, without quotes.' };
    case 'integer':
      return {
        wanted: `a whole number from ${type.min} to ${type.max}`,
        fix: 'Write the number without quotes and without a point.',
      };
    case 'float':
      return { wanted: 'a number', fix: 'Write the number without quotes.' };
    case 'decimal':
      return { wanted: 'an amount', fix: 'Write a number, such as 100.00.' };
    case 'duration':
      return { wanted: 'a duration', fix: 'Write a number and a unit, such as 30s, 30m, 24h or 7d.' };
    case 'url':
      return { wanted: 'an address', fix: 'Write it with its scheme, such as https://api.example.com/v1.' };
    case 'origin':
      return {
        wanted: 'an address or "*"',
        fix: 'Write it with its scheme, such as https://app.example.com.',
      };
    case 'choice':
      return { wanted: `one of ${type.words.join(', ')}`, fix: `Write one of ${type.words.join(', ')}.` };
    case 'list':
      return { wanted: 'a list', fix: 'Start each entry with "- ", or write [] for none.' };
    case 'map':
      return { wanted: 'a mapping', fix: 'Write one "name: value" a line, or {} for none.' };
    case 'section':
      return {
        wanted: 'a mapping',
        fix: `Write its keys below it: ${keysOf(type.settings)}; or leave it out.`,
      };
    case 'tagged':
      return {
        wanted: 'a mapping',
        fix: `Write "${type.tag}: ${Object.keys(type.variants).join('" or "' + type.tag + ': ')}" below it.`,
      };
    case 'one-of':
      return {
        wanted: 'a mapping with one key',
        fix: `Write ${Object.keys(type.variants).join(' or ')} below it.`,
      };
    case 'optional':
      return describeType(type.of);
    default:
      return assertNever(type);
  }
}

function keysOf(settings: object): string {
  const keys = Object.keys(settings);
  return keys.length > 6 ? `${keys.slice(0, 6).join(', ')}, …` : keys.join(', ');
}

/** The keys that there are, as a sentence after another; nothing where they are too many to be read. */
export function knownHere(known: readonly string[]): string {
  return known.length > 12 ? '' : ` Known here: ${known.join(', ')}.`;
}

/** The known word that was probably meant; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const most = Math.max(1, Math.floor(word.length / 4));
  const ranked = known
    .map((one) => ({ one, steps: stepsBetween(word.toLowerCase(), one.toLowerCase()) }))
    .filter(({ steps }) => steps <= most)
    .toSorted((a, b) => a.steps - b.steps);
  return ranked[0]?.one ?? null;
}

/** Letters to add, remove or replace to get from one word to the other. */
function stepsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 0; at < from.length; at += 1) {
    const next = [at + 1];
    for (let index = 0; index < to.length; index += 1) {
      const same = (row[index] ?? 0) + (to[index] === from[at] ? 0 : 1);
      next.push(Math.min(same, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
