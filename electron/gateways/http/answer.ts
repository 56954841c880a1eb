import { isJsonObject } from '../../../shared/json.ts';
import type { JsonValue } from '../../../shared/json.ts';
import type { Answer } from '../reader.ts';
import { errorSentence } from './error-sentence.ts';
import { parseJson, repeatedName } from './lossless.ts';
import type { GatewayError, Place } from './problems.ts';
import { gatewayError, problemOfAnswer } from './problems.ts';

/** An answer before it is understood. */
export interface RawAnswer extends Omit<Answer, 'body'> {
  readonly text: string;
  /** Where a redirect leads; null without one. */
  readonly location: string | null;
  /** How long the answer took, milliseconds. */
  readonly ms: number;
  /** `json`: a success must be JSON. */
  readonly expect: 'json' | 'text';
}

const SLOW_REFUSAL_MS = 5000;

/**
 * Understands an answer by its status, its content type and its body; throws a {@link GatewayError} for
 * everything but a success that is what was expected. An HTML page with status 200 is somebody else's page,
 * not this API: Doubleword (8.94.2, 10.13.1) answers unknown GET routes with its dashboard. A 401 that took
 * longer than 5 s is a Doubleword (10.13.1) that is too busy to look up keys.
 */
export function understand(place: Place, url: string, raw: RawAnswer): Answer {
  const { text, expect, location, ms, contentType: header, ...rest } = raw;
  const { status } = raw;
  if (status >= 300 && status < 400) throw redirected(place, status, location ?? 'another address');
  const contentType = mediaType(header);
  const html = isHtml(contentType, text);
  const body = readBody(contentType, text);
  if (status === 401 && ms > SLOW_REFUSAL_MS) throw slowRefusal(place, ms);
  // A gateway says "not found" in JSON or plain text; a web page that says it is another server's.
  if (status === 404 && html) throw answeredHtml(place, status, url);
  if (status >= 400) throw problemOfAnswer(place, status, html ? null : (body ?? text));
  if (expect === 'json' && text.trim() !== '') {
    if (html) throw answeredHtml(place, status, url);
    if (body === undefined) throw notJson(place, status, contentType);
    const repeated = repeatedName(text, body);
    if (repeated !== null) throw ambiguous(place, status, repeated);
    if (isOnlyError(body)) throw falseSuccess(place, status, body);
  }
  return { ...rest, contentType, body: body ?? (text.trim() === '' || body === null ? null : text) };
}

function redirected(place: Place, status: number, target: string): GatewayError {
  return gatewayError(place, status, {
    code: 'redirected',
    message: `${place.node} sent ${place.route} on to ${target.replace(/[?#].*$/s, '')}, where the key must not follow.`,
    next: 'Enter the address at which the gateway itself answers.',
  });
}

function slowRefusal(place: Place, ms: number): GatewayError {
  return gatewayError(place, 401, {
    code: 'overloaded',
    message: `${place.node} refused ${place.route} after ${String(Math.round(ms / 1000))} seconds: an overloaded gateway cannot look up keys.`,
    next: 'Wait a minute and try again; the key is probably right.',
  });
}

function answeredHtml(place: Place, status: number, url: string): GatewayError {
  return gatewayError(place, status, {
    code: 'answered_html',
    message: `${place.node} answered ${place.route} with a web page: ${url} is not the address of this API, or this version lacks the route.`,
    next: 'Check the address of the node.',
  });
}

function notJson(place: Place, status: number, contentType: string): GatewayError {
  return gatewayError(place, status, {
    code: 'answer_unreadable',
    message: `${place.node} answered ${place.route} with something that is not JSON (${contentType || 'no content type'}).`,
    next: 'Check the address of the node, and whether something between here and there changes answers.',
  });
}

function ambiguous(place: Place, status: number, name: string): GatewayError {
  return gatewayError(place, status, {
    code: 'answer_unreadable',
    message: `${place.node} answered ${place.route} with JSON that names "${name}" twice in one object, so it is not known which value holds.`,
    next: 'Look at what stands between here and the gateway; a gateway itself does not answer so.',
  });
}

const BESIDE_ERROR: ReadonlySet<string> = new Set(
  'status status_code code success type message detail'.split(' '),
);

/** A body that holds an error and nothing else, whatever its status says. */
function isOnlyError(body: JsonValue): boolean {
  if (!isJsonObject(body)) return false;
  const { error, ...rest } = body;
  const told = (typeof error === 'string' && error !== '') || isJsonObject(error);
  return told && Object.keys(rest).every((name) => BESIDE_ERROR.has(name));
}

function falseSuccess(place: Place, status: number, body: JsonValue): GatewayError {
  const said = errorSentence(body) ?? 'It gave no reason';
  return gatewayError(place, status, {
    code: 'gateway_failed',
    message: `${place.node} answered ${place.route} with status ${String(status)} and an error inside. ${said.replace(/[.!?]?$/, '.')}`,
    next: "Look into the gateway's own log, then try again.",
  });
}

/** `Application/JSON; charset=utf-8` -> `application/json`. */
function mediaType(header: string): string {
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}

/** True for a web page, by its type or, where none is given, by its first letters. */
function isHtml(contentType: string, text: string): boolean {
  if (contentType !== '') return contentType === 'text/html' || contentType === 'application/xhtml+xml';
  return /^\s*<(?:!doctype html|html)/i.test(text);
}

/** Null for an empty body, undefined when it is not JSON. */
function readBody(contentType: string, text: string): JsonValue | undefined {
  if (text.trim() === '') return null;
  const said = contentType === '' || contentType === 'application/json' || contentType.endsWith('+json');
  if (!said) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
