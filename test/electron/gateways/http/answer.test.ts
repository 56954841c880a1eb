import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../../../electron/gateways/http/answer.ts';
import { parseJson, repeatedName } from '../../../../electron/gateways/http/lossless.ts';
import type { Answer } from '../../../../electron/gateways/reader.ts';
import { ProblemError } from '../../../../shared/result.ts';

function answerOf(text: string): Answer {
  return understand({ node: 'prod-1', route: 'GET /thing', secrets: [] }, 'http://127.0.0.1', {
    method: 'GET',
    path: '/thing',
    query: {},
    status: 200,
    contentType: 'application/json',
    location: null,
    text,
    ms: 1,
    expect: 'json',
  });
}

function problemOf(text: string): unknown {
  try {
    answerOf(text);
    return null;
  } catch (error) {
    return error instanceof ProblemError ? error.problem : error;
  }
}

describe('a success that is none', () => {
  it.each([
    '{"error":{"message":"database is locked","type":"x","param":null,"code":"500"}}',
    '{"error":"database is locked","status":"failed"}',
  ])('is refused with its reason: %s', (text) => {
    expect(problemOf(text)).toMatchObject({
      code: 'gateway_failed',
      message: expect.stringContaining('database is locked') as string,
    });
  });

  it.each(['null', '3', '[]', '{"error":null,"data":[]}', '{"error":{"a":1},"results":[1]}'])(
    'is not seen in %s',
    (text) => {
      expect(answerOf(text).body).toEqual(JSON.parse(text));
    },
  );
});

describe('JSON that names a field twice', () => {
  it('is refused with the name of the field', () => {
    expect(problemOf('{"keys":[{"token":"a","token":"b"}]}')).toMatchObject({
      code: 'answer_unreadable',
      message: expect.stringContaining('"token" twice') as string,
    });
  });

  it('is found in no JSON that a serialiser wrote', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(repeatedName(text, parseJson(text))).toBeNull();
      }),
    );
  });
});
