import type { JsonValue } from '../../../shared/json.ts';
import type { Answer } from '../reader.ts';
import { parseJson } from './lossless.ts';
import type { Place } from './problems.ts';
import { gatewayError } from './problems.ts';

/** An answer before its body is understood. */
export interface RawAnswer extends Omit<Answer, 'body'> {
  readonly text: string;
  /** `json`: a success must be JSON. */
  readonly expect: 'json' | 'text';
}

/**
 * Understands the body by its content type. An HTML page with status 200 is somebody else's page, not this
 * API: Doubleword (8.94.2, 10.13.1) answers unknown GET routes with its dashboard. Errors may be any text.
 */
export function readAnswer(place: Place, url: string, raw: RawAnswer): Answer {
  const { text, expect, contentType: header, ...rest } = raw;
  const contentType = mediaType(header);
  const body = readBody(contentType, text);
  const ok = raw.status >= 200 && raw.status < 300;
  if (ok && expect === 'json' && text.trim() !== '') {
    if (isHtml(contentType, text))
      throw gatewayError(place, raw.status, {
        code: 'answered_html',
        message: `${place.node} answered ${place.route} with a web page: ${url} is not the address of this API, or this version lacks the route.`,
        next: 'Check the address of the node.',
      });
    if (body === undefined)
      throw gatewayError(place, raw.status, {
        code: 'answer_unreadable',
        message: `${place.node} answered ${place.route} with something that is not JSON (${contentType || 'no content type'}).`,
        next: 'Check the address of the node, and whether something between here and there changes answers.',
      });
  }
  return { ...rest, contentType, body: body === undefined ? text : body };
}

/** `Application/JSON; charset=utf-8` -> `application/json`. */
export function mediaType(header: string): string {
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}

/** True for a web page, by its type or, where none is given, by its first letters. */
export function isHtml(contentType: string, text: string): boolean {
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
