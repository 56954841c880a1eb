import { describe, expect, test } from 'vitest';

import type { Resource, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { knownSubjects } from '../../../shared/policy/unknown-subjects.ts';

function snapshot(
  node: string,
  keys: readonly string[],
  state: Snapshot['sections'][number]['state'] = 'complete',
): Snapshot {
  return {
    format: 1,
    node,
    kind: 'litellm',
    takenAt: '2026-11-15T00:00:00Z',
    version: null,
    sections: [{ kind: 'key', state, count: keys.length }],
    resources: keys.map((name): Resource => ({
      kind: 'key',
      id: `id-${name}`,
      name,
      owner: 'database',
      fields: {},
      settings: {},
      observed: {},
    })),
    hash: 'h',
  };
}

describe('what a fleet is known to have', () => {
  test('is by name and by id, of all nodes', () => {
    const { keys, users } = knownSubjects([snapshot('a', ['x']), snapshot('b', ['y'])]);
    expect([...(keys ?? [])]).toEqual(['x', 'id-x', 'y', 'id-y']);
    expect(users).toBeUndefined();
  });

  test('is nothing where a node was never pulled, or did not tell all', () => {
    expect(knownSubjects([snapshot('a', ['x']), null]).keys).toBeUndefined();
    expect(knownSubjects([snapshot('a', ['x']), snapshot('b', [], 'partial')]).keys).toBeUndefined();
    expect(knownSubjects([])).toEqual({});
  });
});
