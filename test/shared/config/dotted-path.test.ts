import { describe, expect, it } from 'vitest';

import { keysOfPath } from '../../../shared/config/dotted-path.ts';

describe('the keys of a dotted path', () => {
  it('end at each dot where nothing is known', () => {
    expect(keysOfPath('a.b.c', [])).toEqual(['a', 'b', 'c']);
    expect(keysOfPath('a', [null])).toEqual(['a']);
  });

  it('are the longest that a place holds', () => {
    expect(keysOfPath('value.gpt-4.1.x', [{ value: { 'gpt-4': { 1: {} }, 'gpt-4.1': { x: 1 } } }])).toEqual([
      'value',
      'gpt-4.1',
      'x',
    ]);
  });

  it('are those of the first place that has one', () => {
    expect(keysOfPath('a.b', [{ a: { b: 1 } }, { 'a.b': 1 }])).toEqual(['a', 'b']);
    expect(keysOfPath('a.b', [{}, { 'a.b': 1 }])).toEqual(['a.b']);
  });
});
