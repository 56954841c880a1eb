import type { GatewayAdapter } from '../../electron/gateways/adapter.ts';
import type { Section, Resource } from '../../shared/fleet/snapshot.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';

/** A gateway that keeps its state in memory, with places to make it misbehave. */
export interface FakeGateway {
  readonly adapter: GatewayAdapter;
  /** By node. */
  readonly held: Map<string, Resource[]>;
  /** `node action name` of every operation that was sent, in order. */
  readonly sent: string[];
  /** How many pulls ran at once, at most. */
  readonly mostPulls: () => number;
  /** Runs in the place of the write; the real one is done by calling `write`. */
  onApply: (operation: Operation, write: () => string) => Promise<string> | string;
  /** Runs before a pull answers; may reject. */
  onPull: (node: string) => Promise<void> | void;
  /** Runs before a re-read answers; may reject. */
  onReread: (id: string) => Promise<void> | void;
  /** The keys that connections carried. */
  readonly keysSeen: Set<string>;
}

/** A team as a gateway holds it. */
export function heldTeam(name: string, fields: Resource['fields'] = {}, id = `id-${name}`): Resource {
  return { kind: 'team', id, name, owner: 'database', fields, settings: {}, observed: {} };
}

/** Makes a fake of one kind of gateway. */
export function createFakeGateway(kind: 'litellm' | 'doubleword' = 'litellm'): FakeGateway {
  const held = new Map<string, Resource[]>();
  let running = 0;
  let most = 0;
  let counter = 0;

  function write(node: string, { action, name, resourceId, wanted: given = {} }: Operation): string {
    const state = held.get(node) ?? [];
    counter += 1;
    const { id: chosen, ...wanted } = given;
    const id = resourceId ?? (typeof chosen === 'string' ? chosen : `made-${counter}`);
    if (action === 'create') held.set(node, [...state, heldTeam(name, wanted, id)]);
    if (action === 'delete')
      held.set(
        node,
        state.filter((resource) => resource.id !== id),
      );
    if (action === 'update') {
      held.set(
        node,
        state.map((resource) =>
          resource.id === id ? heldTeam(resource.name, { ...resource.fields, ...wanted }, id) : resource,
        ),
      );
    }
    return id;
  }

  const fake: FakeGateway = {
    held,
    sent: [],
    mostPulls: () => most,
    onApply: (_operation, apply) => apply(),
    onPull: () => undefined,
    onReread: () => undefined,
    keysSeen: new Set(),
    adapter: {
      kind,
      async check({ node, key }) {
        fake.keysSeen.add(key);
        return {
          node,
          reachable: true,
          authorised: true,
          version: '1.106.2',
          capabilities: [],
          latencyMs: 3,
          checkedAt: '2026-11-01T10:00:00.000Z',
        };
      },
      async pull({ node, key }) {
        fake.keysSeen.add(key);
        running += 1;
        most = Math.max(most, running);
        try {
          await fake.onPull(node);
          const resources = held.get(node) ?? [];
          const sections: Section[] = [{ kind: 'team', state: 'complete', count: resources.length }];
          return { version: '1.106.2', sections, resources, raw: new Map([['GET /teams', ['[]']]]) };
        } finally {
          running -= 1;
        }
      },
      async apply({ node, key }, operation) {
        fake.keysSeen.add(key);
        fake.sent.push(`${node} ${operation.action} ${operation.name}`);
        return { resourceId: await fake.onApply(operation, () => write(node, operation)) };
      },
      async reread({ node }, wanted, id) {
        await fake.onReread(id);
        return (
          (held.get(node) ?? []).find((resource) => resource.kind === wanted && resource.id === id) ?? null
        );
      },
      readLogRow: () => ({ ok: false, reason: 'no log here' }),
      async *readLog() {
        yield { rows: [], refused: [], bytes: 0, covered: null };
      },
      dailyTotals: async () => ({ days: [], notes: [] }),
      readAuditEvents: async () => ({ available: false, events: [], why: 'It keeps no such log.' }),
    },
  };
  return fake;
}

/** The problem of a gateway that does not answer. */
export function unreachable(node: string): ProblemError {
  return new ProblemError({ code: 'node_unreachable', message: `${node} does not answer.` });
}
