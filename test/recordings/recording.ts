import { parse, stringify } from 'lossless-json';
import { isJsonObject } from '../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';
import { parseJson } from '../../electron/gateways/http/lossless.ts';
import { GATEWAY_KINDS } from '../../shared/fleet/node.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';

/** An exchange with a gateway, as it went over the wire. */
export interface HttpRecording {
  readonly layout: 'http';
  readonly gateway: GatewayKind;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The credential that was sent, without its scheme; empty without one. */
  readonly credential: string;
  readonly status: number;
  readonly contentType: string;
  readonly location: string | null;
  /** The body as it was sent, every number with all its digits. */
  readonly text: string;
  readonly ms: number;
  readonly whole: JsonValue;
}

/** What else was recorded: checks of config files, edits on a running gateway, and layouts nobody knows. */
export interface OtherRecording {
  readonly layout: 'config-file' | 'config-edit' | 'unknown';
  readonly gateway: GatewayKind;
  readonly whole: JsonObject;
}

export type Recording = HttpRecording | OtherRecording;

/** Reads the text of a recording; throws with a reason when it is none. */
export function readRecording(text: string, folder: string): Recording {
  const whole = parseJson(text);
  if (!isJsonObject(whole)) throw new Error('it is not an object');
  const gateway = gatewayOf(whole, folder);
  const { request, response } = whole;
  if (isJsonObject(request ?? null) && isJsonObject(response ?? null))
    return readHttp(gateway, text, whole, request as JsonObject, response as JsonObject);
  if ('config' in whole && isJsonObject(whole['result'] ?? null))
    return { layout: 'config-file', gateway, whole };
  return { layout: typeof whole['edit'] === 'string' ? 'config-edit' : 'unknown', gateway, whole };
}

function gatewayOf(whole: JsonObject, folder: string): GatewayKind {
  const said = whole['gateway'] ?? folder;
  const known = GATEWAY_KINDS.find((kind) => kind === said);
  if (known === undefined) throw new Error(`it is of an unknown gateway (${JSON.stringify(said)})`);
  return known;
}

function readHttp(
  gateway: GatewayKind,
  text: string,
  whole: JsonObject,
  request: JsonObject,
  response: JsonObject,
): HttpRecording {
  const { method, path } = request;
  const { status } = response;
  if (typeof method !== 'string' || typeof path !== 'string')
    throw new Error('its request has no method or path');
  if (typeof status !== 'number') throw new Error('its response has no status');
  const headers = isJsonObject(response['headers'] ?? null) ? (response['headers'] as JsonObject) : {};
  const [route = '', search = ''] = path.split('?');
  const contentType = headerOf(headers, 'content-type') ?? '';
  return {
    layout: 'http',
    gateway,
    method: method.toUpperCase(),
    path: route,
    query: { ...Object.fromEntries(new URLSearchParams(search)), ...queryOf(request['query']) },
    credential: textOf(request['authorization']).replace(/^\w+ /, ''),
    status,
    contentType,
    location: headerOf(headers, 'location'),
    text: bodyText(text, contentType),
    ms: durationOf(whole),
    whole,
  };
}

function queryOf(query: JsonValue | undefined): Record<string, string> {
  if (!isJsonObject(query ?? null)) return {};
  return Object.fromEntries(
    Object.entries(query as JsonObject).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function headerOf(headers: JsonObject, name: string): string | null {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return found === undefined ? null : textOf(found[1]);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A text body was sent as it stands, unless it was sent as JSON; nothing was sent for an empty text. */
function bodyText(text: string, contentType: string): string {
  const { response } = parse(text) as { readonly response: { readonly body?: unknown } };
  const { body = '' } = response;
  if (body === '' && contentType === '') return '';
  return typeof body === 'string' && !/json/i.test(contentType) ? body : (stringify(body) ?? '');
}

function durationOf({ ms, seconds }: JsonObject): number {
  if (typeof ms === 'number') return ms;
  return typeof seconds === 'number' ? seconds * 1000 : 0;
}
