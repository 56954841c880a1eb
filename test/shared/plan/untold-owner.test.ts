import { expect, it } from 'vitest';

import type { Resource, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { OWNER_NOT_TOLD } from '../../../shared/fleet/untold-owner.ts';
import { consequences } from '../../../shared/plan/consequences.ts';

const setting: Resource = {
  kind: 'setting',
  id: 'router_settings.num_retries',
  name: 'router_settings.num_retries',
  owner: 'database',
  fields: { value: 2 },
  settings: {},
  observed: {},
};
const state: Snapshot = {
  format: 1,
  node: 'eu',
  kind: 'litellm',
  takenAt: '2026-11-01T10:00:00.000Z',
  version: '1.81.13',
  sections: [],
  resources: [setting],
  hash: 'h',
};

function warningsFor(before: Resource): readonly string[] {
  const { kind, name, id } = before;
  const wanted = { value: 3 };
  return consequences(
    { action: 'update', kind, name, node: 'eu', resourceId: id, before, wanted, fields: [] },
    state,
  );
}

it('a change of what the config file may own warns that a restart may take it back', () => {
  expect(warningsFor(setting)).toEqual([]);
  expect(warningsFor({ ...setting, observed: OWNER_NOT_TOLD })).toEqual([
    'eu does not say whether its config file owns the setting "router_settings.num_retries": if it does, a restart takes the change back. Look into the file, and change it there too.',
  ]);
});
