import { describe, expect, it } from 'vitest';

import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { readResourceFile } from '../../../shared/wanted/resource-file.ts';
import { wantedOfNode } from '../../../shared/wanted/wanted-of-node.ts';

const NODE: NodeEntry = {
  name: 'n1',
  kind: 'litellm',
  url: 'http://127.0.0.1',
  environment: 'prod',
  key: { from: 'sample' },
};

function held(kind: Resource['kind'], id: string, name: string): Resource {
  return { kind, id, name, owner: 'database', fields: {}, settings: {}, observed: {} };
}

function wanted(policyText: string, fileText: string, resources: readonly Resource[]) {
  const snapshot: Snapshot = {
    format: 1,
    node: 'n1',
    kind: 'litellm',
    takenAt: '2026-11-01T10:00:00.000Z',
    version: null,
    sections: [],
    resources,
    hash: 'h',
  };
  const { policy } = readPolicy(`version: 1\n${policyText}`);
  const file = readResourceFile(`version: 1\n${fileText}`);
  if (policy === null || file.resources === null) throw new Error('The files of this test do not read.');
  const state = wantedOfNode(policy, { resources: file.resources, kinds: file.kinds }, snapshot, NODE);
  return {
    resources: state.resources.map(({ kind, id, name, fields, settings }) => ({
      what: `${kind} ${id} ${name}`,
      ...fields,
      ...settings,
    })),
    warnings: state.warnings.map(({ message }) => message),
  };
}

describe('wantedOfNode', () => {
  it('puts together what both want of a team, a user and a key, once each', () => {
    const { resources, warnings } = wanted(
      'teams: { t: { limits: { requestsPerMinute: 5 } } }\nkeys: { k: { models: [a], limits: { parallelRequests: 2 } } }\nusers: { u: { models: [a] } }',
      'teams: [{ name: t, blocked: true }]\nkeys: [{ name: k, blocked: true, settings: { metadata: { x: 1 } } }]\nusers: [{ name: u, tokensPerMinute: 9 }]',
      [held('team', '1', 't'), held('key', '2', 'k'), held('user', '3', 'u')],
    );
    expect(resources).toEqual([
      { what: 'team 1 t', requestsPerMinute: 5, blocked: true },
      { what: 'user 3 u', models: ['a'], tokensPerMinute: 9 },
      { what: 'key 2 k', models: ['a'], max_parallel_requests: 2, blocked: true, metadata: { x: 1 } },
    ]);
    expect(warnings).toEqual([]);
  });

  it('lets the policy count where they disagree, also in a setting, and says so', () => {
    const { resources, warnings } = wanted(
      'keys: { k: { models: [a], limits: { parallelRequests: 2 } } }',
      'keys: [{ name: k, models: [b], settings: { max_parallel_requests: 3 } }]',
      [held('key', '2', 'k')],
    );
    expect(resources).toEqual([{ what: 'key 2 k', models: ['a'], max_parallel_requests: 2 }]);
    expect(warnings).toEqual([
      expect.stringContaining('want different models of the key "k": the policy counts.'),
      expect.stringContaining('want different settings.max_parallel_requests of the key "k"'),
    ]);
  });

  it('knows namesakes apart by their ids', () => {
    const { resources } = wanted(
      'keys: { h1: { models: [a] }, h2: { models: [b] } }',
      'keys: [{ name: k, id: h2, blocked: true }]',
      [held('key', 'h1', 'k'), held('key', 'h2', 'k')],
    );
    expect(resources).toEqual([
      { what: 'key h2 k', models: ['b'], blocked: true },
      { what: 'key h1 k', models: ['a'] },
    ]);
  });

  it('gives a new team the id that the file chooses', () => {
    const { resources } = wanted('teams: { t: { models: [a] } }', 'teams: [{ name: t, id: mine }]', []);
    expect(resources).toMatchObject([{ what: 'team mine t', models: ['a'] }]);
  });

  it.each([
    ['the policy', 'teams: { Everyone: { models: [a] }, t: { models: [a] } }', '{}'],
    ['the resource file', 'teams: { t: { models: [a] } }', 'teams: [{ name: Everyone, models: [a] }]'],
    [
      'the resource file by its id',
      'teams: { t: { models: [a] } }',
      'teams: [{ id: e, name: E, models: [a] }]',
    ],
  ])('wants nothing of the group that everybody is in, and says so: %s', (_where, policyText, fileText) => {
    const { resources, warnings } = wanted(policyText, fileText === '{}' ? '' : fileText, [
      { ...held('team', 'e', 'Everyone'), owner: 'server' },
      held('team', '1', 't'),
    ]);
    expect(resources).toEqual([{ what: 'team 1 t', models: ['a'] }]);
    expect(warnings).toContainEqual(
      expect.stringMatching(/^n1 made the team "E(?:veryone)?" itself, and everybody is in it/),
    );
  });
});
