import { readdirSync, readFileSync } from 'node:fs';
import type { Release } from '../../../../electron/sample/litellm/release.ts';
import {
  decode,
  encode,
  isObject,
  type Value,
  type ValueObject,
} from '../../../../electron/sample/litellm/python.ts';

/** One call that was recorded from a running proxy. */
export interface Recording {
  readonly method: string;
  readonly path: string;
  readonly query: ValueObject;
  /** Text as it was sent; null for none. */
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly contentType: string;
  /** Of the headers that say something to a program: their names in small letters. */
  readonly answered: Readonly<Record<string, string>>;
  readonly answer: Value;
  /** Lists that were cut when it was recorded: their path, and how long they really were. */
  readonly shortened: ReadonlyMap<string, number>;
}

const TOLD = new Set(['retry-after', 'allow', 'content-disposition', 'cache-control', 'x-litellm-version']);

const FOLDERS: Readonly<Record<Release, URL>> = {
  '1.106.2': new URL('../../../fixtures/gateways/litellm/recorded/', import.meta.url),
  '1.81.13': new URL('../../../fixtures/gateways/litellm/recorded-1.81.13/', import.meta.url),
};

/** The names of all recordings of a release. */
export function recordingNames(release: Release): readonly string[] {
  return readdirSync(FOLDERS[release])
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
}

/** Reads a recording by its name, numbers kept as they were spelled. */
export function readRecording(name: string, release: Release = '1.106.2'): Recording {
  const text = readFileSync(new URL(`${name}.json`, FOLDERS[release]), 'utf8');
  const file = objectOf(decode(text));
  const request = objectOf(file['request']);
  const response = objectOf(file['response']);
  const raw = request['body_is_raw_text'] === true;
  const body = request['body'] ?? null;
  const authorization = request['authorization'];
  return {
    method: textOf(request['method']),
    path: textOf(request['path']),
    query: objectOf(request['query'] ?? {}),
    body: body === null ? null : raw ? textOf(body) : encode(body),
    headers: {
      ...(typeof authorization === 'string' ? { authorization } : {}),
      ...Object.fromEntries(
        Object.entries(objectOf(request['headers'] ?? {})).map(([key, value]) => [
          key.toLowerCase(),
          textOf(value),
        ]),
      ),
    },
    status: Number(response['status']),
    contentType: textOf(objectOf(response['headers'])['content-type']),
    answered: Object.fromEntries(
      Object.entries(objectOf(response['headers']))
        .filter(([name]) => TOLD.has(name))
        .map(([name, value]) => [name, textOf(value)]),
    ),
    answer: response['body'] ?? null,
    shortened: new Map(
      Object.entries(objectOf(file['lists_shortened'] ?? {})).map(([path, length]) => [path, Number(length)]),
    ),
  };
}

function objectOf(value: Value | undefined): ValueObject {
  if (!isObject(value)) throw new TypeError('The recording has no such object.');
  return value;
}

function textOf(value: Value | undefined): string {
  if (typeof value !== 'string') throw new TypeError('The recording has no such text.');
  return value;
}
