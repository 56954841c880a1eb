import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorSentence } from '../../../../electron/gateways/http/error-sentence.ts';
import { readPythonText } from '../../../../electron/gateways/http/python-text.ts';
import type { JsonValue } from '../../../../shared/json.ts';

describe('errorSentence', () => {
  it.each<[string, JsonValue, string | null]>([
    [
      'error.message',
      { error: { message: 'Key is blocked.', type: 'auth_error', param: 'None', code: '401' } },
      'Key is blocked.',
    ],
    ['a dict in error.message', { error: { message: "{'error': 'No db connected'}" } }, 'No db connected'],
    [
      'a dict with file-owned keys',
      {
        error: {
          message:
            "{'error': \"It's owned\", 'keys': ['master_key'], 'section': 'general_settings', 'resolution': '/srv/config.yaml'}",
        },
      },
      "It's owned (general_settings.master_key)",
    ],
    [
      'a dict after words',
      { error: { message: "Authentication Error, {'error': 'nope'}" } },
      'Authentication Error, nope',
    ],
    [
      'detail.error',
      { detail: { error: 'Team not found, passed team_id=nope' } },
      'Team not found, passed team_id=nope',
    ],
    ['detail.message', { detail: { message: 'Malformed request.' } }, 'Malformed request.'],
    ['detail as text', { detail: 'Not Found' }, 'Not Found'],
    [
      'a list of faults',
      {
        detail: [
          {
            type: 'less_than_equal',
            loc: ['query', 'page_size'],
            msg: 'Input should be less than or equal to 1000',
          },
        ],
      },
      'query.page_size: Input should be less than or equal to 1000',
    ],
    [
      'problem+json',
      {
        type: 'urn:litellm:error:x',
        title: 'Invalid query parameter',
        status: 400,
        detail: 'q: Field required',
      },
      'Invalid query parameter: q: Field required',
    ],
    [
      'an error without code',
      { error: { message: 'Internal server error', type: 'x' } },
      'Internal server error',
    ],
    [
      'message with conflicts',
      { message: 'Alias conflicts', conflicts: [{ attempted_alias: 'a' }, { attempted_alias: 'b' }] },
      'Alias conflicts (a, b)',
    ],
    [
      'error beside message',
      { error: 'service_unavailable', message: 'Try later', retry_after_seconds: 30 },
      'Try later',
    ],
    ['text', 'API key with ID 1 not found', 'API key with ID 1 not found'],
    ['lines', { detail: 'one\n two\u0000three' }, 'one two three'],
    ['a page', '<!DOCTYPE html><html>', null],
    ['null', null, null],
    ['a number', 3, '3'],
    ['an empty text', '', null],
    ['an object without words', { code: 5 }, null],
  ])('reads %s', (_, body, sentence) => {
    expect(errorSentence(body)).toBe(sentence);
  });

  it('counts further faults, and cuts what is long', () => {
    const fault = { loc: ['body', 'x'], msg: 'bad' };
    expect(errorSentence({ detail: [fault, fault, fault, fault, fault] })).toMatch(/; and 2 more$/);
    expect(errorSentence({ detail: 'x'.repeat(1000) })?.length).toBe(401);
  });

  it('answers one line or nothing, whatever the body', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const sentence = errorSentence(body as JsonValue);
        expect(sentence === null || /^\S[^\n]{0,400}$/.test(sentence)).toBe(true);
      }),
    );
  });
});

describe('readPythonText', () => {
  it.each<[string, JsonValue]>([
    [
      "{'a': 'x', 'b': [1, -2.5, None, True, False], 'c': ('t',), 'd': {}}",
      { a: 'x', b: [1, -2.5, null, true, false], c: ['t'], d: {} },
    ],
    [String.raw`{'a': 'it\'s', "b": "say \"x\"\n"}`, { a: "it's", b: 'say "x"\n' }],
    ['[]', []],
  ])('reads %s', (text, value) => {
    expect(readPythonText(text)).toEqual(value);
  });

  it.each(["{'a'", "{'a': }", "{'a': 1]", "{'a': 1} b", '{a: 1}', "['a' 'b']", '[,]', '', '('.repeat(500)])(
    'answers undefined to %.20s',
    (text) => {
      expect(readPythonText(text)).toBeUndefined();
    },
  );
});
