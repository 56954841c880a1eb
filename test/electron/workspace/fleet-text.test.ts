import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addApplyKeyToFleetText,
  addToFleetText,
  readFleetText,
  removeFromFleetText,
} from '../../../electron/workspace/fleet-text.ts';
import type { NodeEntry } from '../../../shared/fleet/node.ts';

function entry(name: string): NodeEntry {
  return {
    name,
    kind: 'litellm',
    url: `https://${name}.example.com`,
    environment: 'prod',
    key: { from: 'keychain' },
  };
}

const FORMS: readonly string[] = [
  '',
  'version: 1\n',
  'version: 1\nnodes:\n',
  'version: 1\nnodes: []\n',
  'version: 1 # one\nnodes: # all\n- name: a # first\n  kind: litellm\n  url: http://a\n  key: {from: keychain}\n',
  'version: 1\nnodes:\n    - {name: a, kind: litellm, url: "http://a", key: {from: keychain}}\n    # about b\n    - name: b\n      kind: litellm\n      url: http://b\n      key:\n        from: keychain\n\n# the end',
  'version: 1\nnodes: [{name: a, kind: litellm, url: "http://a", key: {from: keychain}}]\n',
  'nodes:\n  - name: a\n    kind: litellm\n    url: http://a\n    key: {from: keychain}\n# then\nversion: 1\n',
];

const names = (text: string) => readFleetText(text).nodes?.map(({ name }) => name);

describe('readFleetText', () => {
  const fleet = (...given: readonly string[]) =>
    given.reduce((text, name) => addToFleetText(text, entry(name)), '');

  it.each([
    [fleet('prod', 'Prod'), 'The names "prod" and "Prod" differ in case only', 9],
    [fleet('prod', 'prod'), 'Two nodes are named "prod".', 9],
    [fleet('nul'), '"name" cannot have this value.', 3],
    [fleet('prod.'), '"name" cannot have this value.', 3],
  ])('refuses names that a folder cannot have: %#', (text, message, line) => {
    const { nodes, findings } = readFleetText(text);
    expect(nodes).toBeNull();
    expect(findings[0]).toMatchObject({ severity: 'critical', line });
    expect(findings[0]?.message).toContain(message);
  });
});

describe('edits of the fleet file', () => {
  it.each(FORMS)('adds to and removes from %j, keeping comments', (text) => {
    const before = text === '' ? [] : (names(text) ?? ['unreadable']);
    const added = addToFleetText(text, entry('new'));
    expect(names(added)).toEqual([...before, 'new']);
    for (const comment of text.match(/#.*/g) ?? []) expect(added).toContain(comment);
    expect(names(removeFromFleetText(added, 'new'))).toEqual(before);
    for (const comment of text.match(/# (?!new).*/g) ?? [])
      expect(removeFromFleetText(added, 'new')).toContain(comment);
    for (const name of before) {
      const removed = removeFromFleetText(added, name);
      expect(names(removed)).toEqual([...before.filter((other) => other !== name), 'new']);
    }
  });

  it('keeps a comment above the next entry when one is removed', () => {
    const text = FORMS[5] ?? '';
    expect(removeFromFleetText(text, 'a')).toContain('# about b\n    - name: b');
    expect(removeFromFleetText(text, 'b')).toContain('# the end');
  });

  it('notes a second key', () => {
    for (const text of FORMS.filter((form) => form.includes('name: a'))) {
      const edited = readFleetText(addApplyKeyToFleetText(text, 'a')).nodes;
      expect(edited?.[0]?.applyKey).toEqual({ from: 'keychain' });
    }
  });

  it('survives any order of adding and removing', () => {
    const step = fc.record({ add: fc.boolean(), name: fc.constantFrom('p', 'q', 'r', 's') });
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMS.filter((form) => form !== '')),
        fc.array(step, { maxLength: 12 }),
        (start, steps) => {
          let text = start;
          let expected: readonly string[] = names(start) ?? [];
          for (const { add, name } of steps) {
            const there = expected.includes(name);
            if (add && !there) {
              text = addToFleetText(text, entry(name));
              expected = expected.concat(name);
            }
            if (!add && there) {
              text = removeFromFleetText(text, name);
              expected = expected.filter((other) => other !== name);
            }
            expect(names(text)).toEqual(expected);
          }
        },
      ),
    );
  });
});
