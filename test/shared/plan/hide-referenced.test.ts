import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { hideReferenced, referencedPaths } from '../../../shared/plan/hide-referenced.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';
import { HIDDEN } from '../../../shared/secrets/hidden.ts';
import { pathsIn, writtenReferences } from '../../../shared/wanted/written-references.ts';

const team: Resource = {
  kind: 'team',
  id: 't1',
  name: 'a',
  owner: 'database',
  fields: { models: ['x'] },
  settings: {
    metadata: { pin: '9999', owner: 'kim', hooks: [{ url: 'one' }, { url: 'two', on: true }, 3] },
    callback: null,
  },
  observed: { metadata: { pin: '9999' } },
};

describe('what a file names by reference', () => {
  it('is hidden where a node tells it again, in lists wherever the item stands, and nothing else', () => {
    const ref = secretReference('S');
    const paths = referencedPaths({
      models: ['x'],
      settings: { metadata: { pin: ref, hooks: [{ url: ref }], absent: ref }, callback: ref },
    });
    const { resource, values } = hideReferenced(team, paths);
    expect(resource).toEqual({
      ...team,
      settings: {
        metadata: { pin: HIDDEN, owner: 'kim', hooks: [{ url: HIDDEN }, { url: HIDDEN, on: true }, 3] },
        callback: null,
      },
      observed: { metadata: { pin: HIDDEN } },
    });
    expect([...new Set(values)].sort()).toEqual(['9999', 'one', 'two']);
  });

  it('is known by the id where the entry has one, else by the name, also in a file with faults', () => {
    const references = writtenReferences(`version: 1
teams:
  - { name: a, settings: { metadata: { pin: "\${P}", note: "$\${P}" } } }
  - { name: a, id: t2, nonsense: 1, settings: { key: "\${K}" } }
  - just text
keys: { name: none }
`);
    expect(pathsIn(references, team)).toEqual([['settings', 'metadata', 'pin']]);
    expect(pathsIn(references, { ...team, id: 't2', name: 'b' })).toEqual([['settings', 'key']]);
    expect(pathsIn(references, { ...team, kind: 'key' })).toEqual([]);
  });
});
