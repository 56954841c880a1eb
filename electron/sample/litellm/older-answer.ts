import { isList, isObject, type Value, type ValueObject } from './python.ts';
import type { Answer } from './answer.ts';

/**
 * Turns a refusal into the form of its release. LiteLLM 1.81.13 says what was given on a 422, writes
 * `param` as the text "None" on its internal errors, and puts a lead before the words of a 500.
 */
export function asInRelease(answer: Answer, older: boolean): Answer {
  const { body } = answer;
  if (answer.status < 400 || !isObject(body)) return answer;
  const detail = body['detail'];
  if (answer.status === 422 && isList(detail) && !older) {
    return { ...answer, body: { detail: detail.map((field) => withoutInput(field)) } };
  }
  const error = body['error'];
  return older && isObject(error) ? { ...answer, body: { error: olderError(error, answer.status) } } : answer;
}

function withoutInput(field: Value): Value {
  if (!isObject(field)) return field;
  const { input: _, ctx: __, ...rest } = field;
  return rest;
}

function olderError(error: ValueObject, status: number): ValueObject {
  if (error['type'] !== 'internal_server_error' || error['param'] !== null) return error;
  const message = error['message'];
  const plain = status === 500 && typeof message === 'string' && !message.startsWith('{');
  return { ...error, param: 'None', ...(plain ? { message: `Internal Server Error, ${message}` } : {}) };
}
