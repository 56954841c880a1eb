import type { NodeView } from '../../shared/contract/answers.ts';
import type { NodeEntry, NodeHealth } from '../../shared/fleet/node.ts';
import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { driftBetween } from '../../shared/plan/drift.ts';
import { CANCELLED, cancelled, ProblemError } from '../../shared/result.ts';
import type { CallContext, CoreDependencies, HandlersOf } from '../core/handlers.ts';
import { addApplyKey, addNode, removeNode } from './fleet-file.ts';
import type { NodeAccess } from './node-access.ts';
import { nodeOrigin } from './node-origin.ts';
import { readHealth, saveHealth } from './node-record.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { summariseSnapshot, type Snapshots } from './snapshots.ts';
import { countPending, readWantedFiles, type WantedFiles } from './wanted-files.ts';

/** The `fleet.*` calls. */
export function createFleetService(
  dependencies: CoreDependencies,
  access: NodeAccess,
  snapshots: Snapshots,
): HandlersOf<'fleet'> {
  const { workspace, secrets, clock, events } = dependencies;

  async function view(
    entry: NodeEntry,
    nodes: readonly NodeEntry[],
    files: WantedFiles | null,
  ): Promise<NodeView> {
    // One damaged snapshot must not hide the fleet: it counts as none, and opening it says what is wrong.
    const latest = (node: string) => snapshots.latest(node).catch(() => null);
    const snapshot = await latest(entry.name);
    const first = nodes.find(
      ({ kind, environment }) => kind === entry.kind && environment === entry.environment,
    );
    const reference = first === undefined || first.name === entry.name ? null : await latest(first.name);
    return {
      name: entry.name,
      kind: entry.kind,
      url: entry.url,
      environment: entry.environment,
      ...(await keyView(entry)),
      hasApplyKey: entry.applyKey !== undefined,
      health: await readHealth(workspace, entry.name),
      snapshot: snapshot === null ? null : summariseSnapshot(snapshot),
      drift: snapshot === null || reference === null ? null : countDrift(reference, snapshot),
      pending: await pendingOf(entry, snapshot, files),
    };
  }

  /** A key that cannot be located hides nothing else of the fleet: the node says what is wrong with it. */
  async function keyView(entry: NodeEntry): Promise<Pick<NodeView, 'key' | 'keyProblem'>> {
    try {
      const origin = nodeOrigin(entry.name, entry.url);
      return { key: await secrets.locate(entry.name, 'read', entry.key, origin) };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return { key: null, keyProblem: error.problem };
    }
  }

  async function viewOf(name: string): Promise<NodeView> {
    const nodes = await access.entries();
    return view(await access.entry(name), nodes, await filesOrNull(nodes));
  }

  /** A file that cannot be used is a finding of the file; here it only means that nothing is known to be pending. */
  async function pendingOf(
    entry: NodeEntry,
    snapshot: Snapshot | null,
    files: WantedFiles | null,
  ): Promise<number | null> {
    if (snapshot === null || files === null) return null;
    const wanted = await files.of(entry, snapshot).catch(() => null);
    return wanted === null ? null : countPending(wanted, entry, snapshot);
  }

  const filesOrNull = (nodes: readonly NodeEntry[]) =>
    readWantedFiles(workspace, nodes, null, clock.now().toISOString()).catch(() => null);

  async function check(entry: NodeEntry, { signal }: CallContext): Promise<NodeHealth> {
    const health = await checkNode(entry.name, signal);
    await saveHealth(workspace, health);
    return health;
  }

  async function checkNode(name: string, signal: AbortSignal): Promise<NodeHealth> {
    try {
      const { adapter, connection } = await access.connect(name, 'read');
      return await adapter.check(connection, { signal, progress: () => undefined });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code === CANCELLED) throw error;
      const { code, message, next } = error.problem;
      return {
        node: name,
        reachable: false,
        authorised: null,
        version: null,
        capabilities: [],
        latencyMs: null,
        checkedAt: clock.now().toISOString(),
        problem: { code, message, ...(next === undefined ? {} : { next }) },
      };
    }
  }

  async function storeKeys(
    { name, url }: NodeEntry,
    key: string,
    applyKey: string | undefined,
  ): Promise<'keychain' | 'session'> {
    const origin = nodeOrigin(name, url);
    const stored = await secrets.set(name, 'read', key, origin);
    if (applyKey !== undefined) await secrets.set(name, 'apply', applyKey, origin);
    return stored;
  }

  return {
    async 'fleet.list'() {
      const nodes = await access.entries();
      const files = await filesOrNull(nodes);
      const views: NodeView[] = [];
      for (const entry of nodes) views.push(await view(entry, nodes, files));
      return { nodes: views };
    },
    async 'fleet.add'({ key, applyKey, ...rest }) {
      const entry: NodeEntry = {
        ...rest,
        key: { from: 'keychain' },
        ...(applyKey === undefined ? {} : { applyKey: { from: 'keychain' } }),
      };
      await addNode(workspace, entry);
      const stored = await storeKeys(entry, key, applyKey).catch(async (error: unknown) => {
        // A node without its key would be in the way of the next try.
        await removeNode(workspace, entry.name).catch(() => undefined);
        await secrets.remove(entry.name).catch(() => undefined);
        throw error;
      });
      events.workspaceChanged('fleet');
      return { node: await viewOf(entry.name), stored };
    },
    async 'fleet.remove'({ name }) {
      await removeNode(workspace, name);
      await secrets.remove(name);
      events.workspaceChanged('fleet');
      return { removed: name };
    },
    async 'fleet.setKey'({ name, use, key }) {
      const entry = await access.entry(name);
      const reference = use === 'apply' ? entry.applyKey : entry.key;
      if (reference === undefined) await addApplyKey(workspace, name);
      else if (reference.from !== 'keychain') throw keyElsewhere(entry, use, reference.from);
      const stored = await secrets.set(name, use, key, nodeOrigin(name, entry.url));
      events.workspaceChanged('fleet');
      return { stored };
    },
    async 'fleet.check'({ nodes }, context) {
      const chosen = await access.chosen(nodes);
      context.progress({ label: 'Checking nodes', unit: 'nodes', done: 0, total: chosen.length });
      let done = 0;
      const checks = await inParallel(chosen, 3, async (entry) => {
        const health = await check(entry, context);
        done += 1;
        context.progress({ done, detail: entry.name });
        return health;
      });
      if (context.signal.aborted) throw cancelled('The check');
      events.workspaceChanged('fleet');
      return { checks };
    },
  };
}

function countDrift(reference: Snapshot, snapshot: Snapshot): NonNullable<NodeView['drift']> {
  return { against: reference.node, count: driftBetween(reference, snapshot).changes.length };
}

function keyElsewhere(entry: NodeEntry, use: string, from: 'env' | 'sample'): ProblemError {
  const where = from === 'env' ? 'an environment variable' : 'the sample';
  return new ProblemError({
    code: 'key_not_kept_here',
    message: `The fleet file names ${where} for the ${use === 'apply' ? 'writing' : 'reading'} key of ${entry.name}, not the keychain.`,
    next: `Write "${use === 'apply' ? 'applyKey' : 'key'}: { from: keychain }" for ${entry.name} in fleet.yaml, then set the key again.`,
    where: entry.name,
  });
}
