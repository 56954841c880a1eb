import { readFileSync } from 'node:fs';
import { parseJson } from '../../../../electron/gateways/http/lossless.ts';
import type { Answer } from '../../../../electron/gateways/reader.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { Handler } from '../http/server.ts';

export type Release = '1.106.2' | '1.81.13';

interface Recorded {
  readonly request: { readonly method: string; readonly path: string };
  readonly response: {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body: JsonValue;
  };
}

const FOLDERS: Readonly<Record<Release, string>> = { '1.106.2': 'recorded', '1.81.13': 'recorded-1.81.13' };

/** A recording of a real LiteLLM proxy. */
export function recorded(name: string, release: Release = '1.106.2'): Recorded {
  const file = `test/fixtures/gateways/litellm/${FOLDERS[release]}/${name}.json`;
  return parseJson(readFileSync(file, 'utf8')) as unknown as Recorded;
}

/** The body of a recording. */
export function recordedBody(name: string, release?: Release): JsonObject {
  return recorded(name, release).response.body as JsonObject;
}

/** A recording as an answer that a reader takes. */
export function recordedAnswer(name: string, release?: Release): Answer {
  const { request, response } = recorded(name, release);
  const { method, path } = request;
  return {
    method,
    path,
    query: {},
    status: response.status,
    contentType: 'application/json',
    body: response.body,
  };
}

/** Answers each route with the recording named for it, and what it does not know with 404. */
export function replay(routes: Readonly<Record<string, string>>, release: Release = '1.106.2'): Handler {
  return ({ method, path }, response) => {
    const name = routes[`${method} ${path}`];
    if (name === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}');
      return;
    }
    const { status, headers, body } = recorded(name, release).response;
    response.writeHead(status, headers).end(JSON.stringify(body));
  };
}
