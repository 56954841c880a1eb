import { expect, it } from 'vitest';

import { archivePart } from '../../../../../renderer/features/fleet/resource/resource-state.ts';
import { hasInstead } from '../../../../../shared/fleet/kinds-lacking.ts';

const EU = { name: 'prod-eu', kind: 'litellm' } as const;
const BATCH = { name: 'batch', kind: 'doubleword' } as const;
const thing = (kind: 'key' | 'user' | 'organization' | 'model') => ({ kind, id: 'i-1', name: 'search' });

it('asks the archive for the use of what the log of a gateway names', () => {
  expect(archivePart(EU, thing('key'))).toEqual({ node: 'prod-eu', key: 'i-1' });
  expect(archivePart(EU, thing('organization'))).toBeNull();
  // Of a key that the log does not name, none used is not known.
  expect(archivePart(BATCH, thing('key'))).toBeNull();
  expect(archivePart(BATCH, thing('organization'))).toEqual({ node: 'batch', user: 'i-1' });
  expect(archivePart(BATCH, thing('user'))).toEqual({ node: 'batch', user: 'i-1' });
  expect(archivePart(BATCH, thing('model'))).toEqual({ node: 'batch', model: 'search' });
});

it('has something to say in place of kinds that a gateway lacks', () => {
  expect(hasInstead('doubleword', 'budget')).toContain('spend limits');
  expect(hasInstead('litellm', 'budget')).toBeNull();
  expect(hasInstead('doubleword', 'key')).toBeNull();
});
