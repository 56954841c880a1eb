import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { yamlCursor } from '../../../shared/config/yaml-cursor.ts';

/** The cursor where the text has `|`. */
function at(text: string) {
  const cursor = yamlCursor(text.slice(0, text.indexOf('|')));
  return cursor === null ? null : [cursor.path.join('/'), cursor.writes, cursor.word];
}

describe('yamlCursor', () => {
  it.each([
    ['ver|', ['', 'key', 'ver']],
    ['version: |', ['version', 'value', '']],
    ['version: 1\nteams:\n  |', ['teams', 'key', '']],
    ['teams:\n  a:\n    bud|\n  b: {}', ['teams/a', 'key', 'bud']],
    ['teams:\n  a:\n    models: [x]\n    bud|', ['teams/a', 'key', 'bud']],
    ['teams:\n  a:\n    models: [x]\n  b|', ['teams', 'key', 'b']],
    ['teams:\n  a:\n    models: [x]\n|', ['', 'key', '']],
    ['teams:\n  a:\n    budget: { |', ['teams/a/budget', 'key', '']],
    ['teams:\n  a:\n    budget: { limit: 3 USD, per|', ['teams/a/budget', 'key', 'per']],
    ['teams:\n  a:\n    budget: { limit: 3 USD, period: mo|', ['teams/a/budget/period', 'value', 'mo']],
    ['teams:\n  a:\n    budget: { limit: "3, USD", period: mo|', ['teams/a/budget/period', 'value', 'mo']],
    ['teams:\n  a:\n    models: [x, |', ['teams/a/models/1', 'value', '']],
    ['teams:\n  a:\n    models: [\n      x,\n      y|', ['teams/a/models/1', 'value', 'y']],
    ['teams:\n  a: { models: [x], lim|', ['teams/a', 'key', 'lim']],
    ['teams: { a: { models: [x] }, b: { bud|', ['teams/b', 'key', 'bud']],
    ['exceptions:\n  - team: a\n    un|', ['exceptions/0', 'key', 'un']],
    ['exceptions:\n  - team: a\n  - re|', ['exceptions/1', 'key', 're']],
    ['exceptions:\n- team: a\n- team: b\n  re|', ['exceptions/1', 'key', 're']],
    ['exceptions:\n- team: a\nroles:\n  |', ['roles', 'key', '']],
    ['users:\n  "ana@example.com":\n    ro|', ['users/ana@example.com', 'key', 'ro']],
    ["users:\n  'a: b':\n    role: |", ['users/a: b/role', 'value', '']],
    ['teams:\n  a:\n    # a comment: here\n\n    bud|', ['teams/a', 'key', 'bud']],
    ['teams: # all of them\n  a:\n    |', ['teams/a', 'key', '']],
    ['teams:\n  a: # not he|re', null],
    ['timeZone: Europe/B|', ['timeZone', 'value', 'Europe/B']],
  ])('finds the place in %j', (text, wanted) => {
    expect(at(text)).toEqual(wanted);
  });

  it('says where the word begins', () => {
    const text = 'teams:\n  a: { budget: { lim';
    expect(yamlCursor(text)?.from).toBe(text.length - 3);
  });

  it('never throws, and its word is the end of the text', () => {
    const parts = fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '#',
      '\\',
      'x y',
      '|',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 25 }), (words) => {
        const text = words.join('');
        const cursor = yamlCursor(text);
        if (cursor !== null)
          expect(text.endsWith(cursor.word) && text.slice(cursor.from) === cursor.word).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
