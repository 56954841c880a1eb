import type { IncomingMessage } from 'node:http';
import { invalid } from './answer.ts';
import { decode, type Value } from './python.ts';

const BIGGEST_BODY = 16_000_000;

/** The text of a request's body. Throws a RangeError above 16 MB. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > BIGGEST_BODY) throw new RangeError('The body is too big.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The body of a call: undefined for none. A body that is not declared as JSON stays text, and then no route
 * accepts it. Throws a Refusal for one that is not JSON.
 */
export function readBody(contentType: string | undefined, text: string): Value | undefined {
  if (text === '') return undefined;
  if (!/^application\/(json|[\w.-]+\+json)/.test(contentType ?? 'application/json')) return text;
  try {
    return decode(text);
  } catch {
    throw invalid([{ type: 'json_invalid', loc: ['body', '0'], msg: 'JSON decode error' }]);
  }
}
