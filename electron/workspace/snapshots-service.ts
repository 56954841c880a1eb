import type { PullReport } from '../../shared/contract/answers.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import { cancelled, CANCELLED, ProblemError } from '../../shared/result.ts';
import type { CallContext, CoreDependencies, HandlersOf } from '../core/handlers.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { listSnapshots } from './kept-snapshots.ts';
import type { NodeAccess } from './node-access.ts';
import { saveHealth } from './node-record.ts';
import { readPastTariffs } from './past-tariffs.ts';
import { pullNode } from './pull.ts';
import { summariseSnapshot, type Snapshots } from './snapshots.ts';

type Outcome =
  { readonly pulled: PullReport['snapshots'][number] } | { readonly failed: PullReport['failed'][number] };

/** Both to their end, so that nothing is still written when the first failure is told. */
async function settleBoth<A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

/** The `snapshots.*` calls. Nodes are pulled three at a time; one that fails does not stop the rest. */
export function createSnapshotsService(
  { workspace, clock, events }: CoreDependencies,
  access: NodeAccess,
  snapshots: Snapshots,
): HandlersOf<'snapshots'> {
  async function pull({ name }: NodeEntry, context: CallContext): Promise<Outcome> {
    if (context.signal.aborted) throw cancelled('The pull');
    try {
      const target = await access.connect(name, 'read');
      // A pull answers what a check would ask, but for version, latency and what works: a few cheap calls.
      const { signal } = context;
      const checked = target.adapter
        .check(target.connection, { signal, progress: () => undefined })
        .then((health) => saveHealth(workspace, health));
      const pulling = pullNode(workspace, target, clock, {
        signal,
        progress: (_done, _total, detail) =>
          context.progress({ detail: detail === undefined ? name : `${name}: ${detail}` }),
      });
      const [{ snapshot, changed }] = await settleBoth(pulling, checked);
      return { pulled: { node: name, changed, ...summariseSnapshot(snapshot) } };
    } catch (error) {
      if (context.signal.aborted) throw cancelled('The pull');
      if (!(error instanceof ProblemError) || error.problem.code === CANCELLED) throw error;
      return { failed: { node: name, problem: error.problem } };
    }
  }

  return {
    async 'snapshots.pull'({ nodes }, context) {
      const chosen = await access.chosen(nodes);
      let done = 0;
      context.progress({
        label: chosen.length === 1 ? `Pulling ${chosen[0]?.name ?? ''}` : `Pulling ${chosen.length} nodes`,
        unit: 'nodes',
        done,
        total: chosen.length,
      });
      try {
        const outcomes = await inParallel(chosen, 3, async (entry) => {
          const outcome = await pull(entry, context);
          done += 1;
          context.progress({ done });
          return outcome;
        });
        return {
          snapshots: outcomes.flatMap((outcome) => ('pulled' in outcome ? [outcome.pulled] : [])),
          failed: outcomes.flatMap((outcome) => ('failed' in outcome ? [outcome.failed] : [])),
        };
      } finally {
        events.workspaceChanged('fleet');
        events.workspaceChanged('snapshots');
      }
    },
    async 'snapshots.latest'({ node }) {
      await access.entry(node);
      return { snapshot: await snapshots.latest(node) };
    },
    async 'snapshots.list'({ node }) {
      await access.entry(node);
      return listSnapshots(workspace, node);
    },
    async 'snapshots.tariffs'({ node }, context) {
      await access.entry(node);
      try {
        return await readPastTariffs(workspace, node, {
          signal: context.signal,
          progress: (done, total) =>
            context.progress({ label: `Reading the snapshots of ${node}`, done, total }),
        });
      } catch (error) {
        if (context.signal.aborted) throw cancelled('Reading the snapshots');
        throw error;
      }
    },
  };
}
