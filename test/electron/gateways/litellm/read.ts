import { readerOf } from '../../../../electron/gateways/litellm/readers.ts';
import type { Reading } from '../../../../electron/gateways/reader.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import { recordedAnswer } from './recorded.ts';
import type { Release } from './recorded.ts';

/** What a recording says, read by the reader of its route. */
export function read(name: string, release?: Release): Reading {
  const answer = recordedAnswer(name, release);
  const reader = readerOf(answer.method, answer.path);
  if (reader === undefined) throw new Error(`no reader for ${answer.path}`);
  return reader.read(answer);
}

/** The resources in a recording. */
export function resources(name: string, release?: Release): readonly Resource[] {
  return read(name, release).items.flatMap((item) => ('resource' in item ? [item.resource] : []));
}

/** What a body says that was never recorded; undefined where the route has no reader. */
export function readBody(path: string, body: JsonValue): Reading | undefined {
  const answer = { method: 'GET', path, query: {}, status: 200, contentType: 'application/json', body };
  return readerOf('GET', path)?.read(answer);
}
