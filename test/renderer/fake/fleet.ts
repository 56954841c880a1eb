import type { KeptSnapshot, NodeView, SnapshotSummary } from '../../../shared/contract/answers.ts';
import type { NodeHealth } from '../../../shared/fleet/node.ts';
import type { Resource, Snapshot } from '../../../shared/fleet/snapshot.ts';

/** The instant the fake takes for now. */
export const NOW = '2026-10-24T09:30:00Z';

const hash = (letter: string) => letter.repeat(64);

function health(node: string, version: string | null, latencyMs: number): NodeHealth {
  return {
    node,
    reachable: true,
    authorised: true,
    version,
    capabilities:
      version === null
        ? ['groups', 'models', 'request-log']
        : ['readiness-details', 'spend-logs.page-1000', 'teams', 'models', 'keys'],
    latencyMs,
    checkedAt: '2026-10-24T09:28:00Z',
  };
}

function summary(letter: string, version: string | null, teams: number, models: number): SnapshotSummary {
  return {
    hash: hash(letter),
    takenAt: '2026-10-24T09:26:00Z',
    version,
    counts: { team: teams, model: models, key: 41 },
    sections: [
      { kind: 'team', state: 'complete', count: teams },
      { kind: 'model', state: 'complete', count: models },
      version === null
        ? { kind: 'key', state: 'absent', count: 0, why: 'Doubleword lists keys to their owner only.' }
        : { kind: 'key', state: 'partial', count: 41, why: 'The key may see the keys of 3 of 24 teams.' },
    ],
  };
}

/** Three nodes: one in step, one drifted, one of the other kind. */
export function fakeNodes(): NodeView[] {
  return [
    {
      name: 'prod-eu',
      kind: 'litellm',
      url: 'http://127.0.0.1:4101',
      environment: 'prod',
      key: 'sample',
      hasApplyKey: false,
      health: health('prod-eu', '1.106.2', 41),
      snapshot: summary('a', '1.106.2', 24, 18),
      drift: null,
      pending: 0,
    },
    {
      name: 'prod-us',
      kind: 'litellm',
      url: 'http://127.0.0.1:4102',
      environment: 'prod',
      key: 'sample',
      hasApplyKey: true,
      health: health('prod-us', '1.81.13', 88),
      snapshot: summary('b', '1.81.13', 24, 17),
      drift: { against: 'prod-eu', count: 4 },
      pending: 3,
    },
    {
      name: 'batch',
      kind: 'doubleword',
      url: 'http://127.0.0.1:4103',
      environment: 'batch',
      key: 'keychain',
      hasApplyKey: false,
      health: health('batch', null, 12),
      snapshot: summary('c', null, 9, 6),
      drift: null,
      pending: null,
    },
  ];
}

/** A node that nobody has pulled yet. */
export function freshNode(name: string, kind: NodeView['kind'], url: string, environment: string): NodeView {
  return {
    name,
    kind,
    url,
    environment,
    key: 'keychain',
    hasApplyKey: false,
    health: null,
    snapshot: null,
    drift: null,
    pending: null,
  };
}

/** A node that cannot be reached. */
export function deadNode(): NodeView {
  return {
    ...freshNode('staging', 'litellm', 'https://gateway.staging.example', 'staging'),
    health: {
      node: 'staging',
      reachable: false,
      authorised: null,
      version: null,
      capabilities: [],
      latencyMs: null,
      checkedAt: '2026-10-24T09:28:00Z',
      problem: {
        code: 'node_unreachable',
        message: 'staging did not answer at https://gateway.staging.example: the name is not known.',
        next: 'Check the address, and that this machine can reach it.',
      },
    },
  };
}

/** Two pulls that found something new; none of a node that was never pulled. */
export function fakeKept({ snapshot }: NodeView): readonly KeptSnapshot[] {
  if (snapshot === null) return [];
  return [
    {
      name: '20261024T092600000Z-aaaaaaaaaaaa.json',
      takenAt: '2026-10-24T09:26:00.000Z',
      state: 'aaaaaaaaaaaa',
    },
    {
      name: '20261023T080000000Z-bbbbbbbbbbbb.json',
      takenAt: '2026-10-23T08:00:00.000Z',
      state: 'bbbbbbbbbbbb',
    },
  ];
}

function team(name: string, models: readonly string[], limit: string | null): Resource {
  return {
    kind: 'team',
    id: `id-${name}`,
    name,
    owner: 'database',
    fields: { models, budget: limit === null ? null : { limit, period: '30d' } },
    settings: {},
    observed: {},
  };
}

/** What a node held, in a few resources. */
export function fakeSnapshot(node: NodeView): Snapshot | null {
  if (node.snapshot === null) return null;
  return {
    format: 1,
    node: node.name,
    kind: node.kind,
    takenAt: node.snapshot.takenAt,
    version: node.snapshot.version,
    sections: node.snapshot.sections,
    resources: [
      team('payments', ['gpt-4o', 'gpt-4o-mini'], '700'),
      team('search', ['gpt-4o-mini', 'text-embedding-3-small'], '300'),
      team('fraud', ['gpt-4o'], null),
    ],
    hash: node.snapshot.hash,
  };
}
