import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  firstSides,
  nameSides,
  sideKey,
  sideOf,
  sideOptions,
  withSide,
} from '../../../../renderer/features/changes/sides.ts';
import { fakeFiles } from '../../fake/changes.ts';
import { fakeNodes, freshNode } from '../../fake/fleet.ts';

describe('the sides of a comparison', () => {
  it('come back from their text as they were, whatever stands in a path', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.constantFrom('node', 'wanted', 'file'), (name, type) => {
        const side = type === 'file' ? { type, path: name } : { type, node: name };
        expect(sideOf(sideKey(side as Parameters<typeof sideKey>[0]))).toEqual(side);
      }),
    );
    const old = { type: 'node', node: 'eu', snapshot: '20261024T092600000Z-aaaaaaaaaaaa.json' } as const;
    expect(sideOf(sideKey(old))).toEqual(old);
    expect(nameSides(old, { type: 'node', node: 'eu' })).toMatch(/^eu of 2\d Oct \d\d:\d\d and eu$/);
    expect(sideOf('snapshot:nonsense')).toBeNull();
    expect(sideOf('nonsense')).toBeNull();
    expect(sideOf('other:prod')).toBeNull();
  });

  it('offer nodes, what is wanted of them, and files that are there', () => {
    const labels = sideOptions(fakeNodes(), fakeFiles()).map(({ label }) => label);
    expect(labels).toContain('prod-eu');
    expect(labels).toContain('wanted of batch');
    expect(labels).toContain('gateways/prod-eu.yaml');
    expect(labels).not.toContain('policy.yaml');
  });

  it('offer an older snapshot that is looked at, once', () => {
    const options = sideOptions(fakeNodes(), fakeFiles());
    const old = { type: 'node', node: 'prod-eu', snapshot: '20261024T092600000Z-aaaaaaaaaaaa.json' } as const;
    expect(withSide(options, old)).toHaveLength(options.length + 1);
    expect(withSide(withSide(options, old), old)).toHaveLength(options.length + 1);
    expect(withSide(options, { type: 'node', node: 'prod-eu' })).toEqual(options);
  });

  it('begin with two nodes that are meant to be alike', () => {
    expect(firstSides(fakeNodes())).toEqual({
      left: { type: 'node', node: 'prod-eu' },
      right: { type: 'node', node: 'prod-us' },
    });
  });

  it('begin with the policy when there is one node only, and with nothing before a pull', () => {
    const batch = fakeNodes().filter(({ name }) => name === 'batch');
    expect(firstSides(batch)?.right).toEqual({ type: 'wanted', node: 'batch' });
    expect(firstSides([freshNode('eu', 'litellm', 'http://127.0.0.1:1', 'prod')])).toBeNull();
  });
});
