import { readFileSync } from 'node:fs';
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
  readonly answer: Value;
}

const FOLDER = new URL('../../../fixtures/gateways/litellm/recorded/', import.meta.url);

/** Reads a recording by its name, numbers kept as they were spelled. */
export function readRecording(name: string): Recording {
  const text = readFileSync(new URL(`${name}.json`, FOLDER), 'utf8');
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
    answer: response['body'] ?? null,
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
