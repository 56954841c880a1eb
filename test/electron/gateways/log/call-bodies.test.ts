import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CALL_BODIES, TAKEN_OUT, withoutBodies } from '../../../../electron/gateways/log/call-bodies.ts';

const body = fc.oneof(
  fc.string({ minLength: 1 }).map((text) => `private ${text}`),
  fc.array(fc.record({ role: fc.constant('user'), content: fc.string().map((text) => `private ${text}`) }), {
    minLength: 1,
  }),
  fc.record({ 'a"}': fc.jsonValue(), b: fc.constant('private') }),
);
const other = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('private'));

describe('of a row that is JSON', () => {
  test('bodies are taken out wherever they stand, and nothing else is changed', () => {
    fc.assert(
      fc.property(
        other,
        fc.constantFrom(...CALL_BODIES),
        body,
        other,
        fc.nat(3),
        (first, name, value, last, how) => {
          const put = (inner: unknown) => {
            const row = { first, [name]: inner, last };
            const wrapped = [row, { metadata: row }, [row], { metadata: JSON.stringify(row) }][how];
            return JSON.stringify(wrapped);
          };
          expect(withoutBodies(put(value))).toBe(put(TAKEN_OUT));
        },
      ),
    );
  });

  test('every digit, space and empty body stays', () => {
    const text =
      '{"spend": 0.1000000000000000000001,\t"messages" : {},"response":"" ,"proxy_server_request":null}';
    expect(withoutBodies(text)).toBe(text);
  });

  test('a name in another spelling, or that comes twice, is known', () => {
    const text = String.raw`{"mess\u0061ges":"private","a":1,"messages":["private"],"messages":7}`;
    expect(withoutBodies(text)).not.toMatch(/private|7/);
    expect(withoutBodies(text)).toContain('"a":1');
  });
});

describe('of a row that is no JSON', () => {
  test.each([
    ['cut', '{"request_id":"r","messages":[{"content":"private'],
    ['with something behind it', '{"request_id":"r","messages":"private"} x'],
    ['as Python prints it', `{'request_id': 'r', 'messages': [{'content': 'private'}], 'status': 'x'}`],
    ['of a table', '"r","{""messages"": [{""content"": ""private""}]}"'],
    [
      'with JSON in a text',
      String.raw`{"request_id":"r","metadata":"{\"proxy_server_request\":{\"a\":\"private`,
    ],
    ['with an empty one before', '{"request_id":"r","response":{},"messages":"private'],
  ])('%s, it is cut at the first body', (_, text) => {
    expect(withoutBodies(text)).not.toContain('private');
    expect(withoutBodies(text)).toMatch(/^.{0,20}\br\b.*taken out/);
  });

  test('what was taken out already, and what has no body, stays', () => {
    const cut = withoutBodies('{"messages":"private","a":{"response":"private"},"b":1}').slice(0, -2);
    expect(withoutBodies(cut)).toBe(cut);
    expect(withoutBodies('{"request_id":"r","messages":{},"sta')).toBe(
      '{"request_id":"r","messages":{},"sta',
    );
  });
});
