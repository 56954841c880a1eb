import { basename } from 'node:path';

import type { KeptReplayEntry, KeptReplayView } from '../../../shared/contract/kept-replay-answers.ts';
import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import { compareRecords, movedFiles } from '../../../shared/replay/record/compare-records.ts';
import type { ReplayRecord } from '../../../shared/replay/record/replay-record.ts';
import { sumsOf } from '../../../shared/replay/record/record-sums.ts';
import { ProblemError } from '../../../shared/result.ts';
import { attachments } from '../../changes/attached-replay.ts';
import type { CallContext, HandlersOf } from '../../core/handlers.ts';
import { namedNodes } from '../../workspace/fleet-file.ts';
import { POLICY_FILE } from '../../workspace/paths.ts';
import { readablePolicy } from '../../workspace/policy-file.ts';
import { hashTexts, readWantedTexts } from '../../workspace/wanted-files.ts';
import type { WantedTexts } from '../../workspace/wanted-files.ts';
import type { ReplayDependencies, ReplayNodes, ReplayWish } from '../replay-nodes.ts';
import { newestSnapshots, snapshotsAgain, snapshotsNow, textsAgain } from './given-inputs.ts';
import { recordGround, type KeptTexts } from './record-ground.ts';
import { listRecords, loadRecord, recordId, saveRecord } from './replay-store.ts';
import type { KeptRecord } from './replay-store.ts';

type KeptCalls = HandlersOf<'replay.keep' | 'replay.kept' | 'replay.open' | 'replay.again'>;

/** The calls about replays that are kept. */
export function createKeptHandlers(dependencies: ReplayDependencies, ready: ReplayNodes): KeptCalls {
  const { workspace, recordKept } = dependencies;

  function record(
    wish: ReplayWish,
    of: KeptTexts,
    snapshots: ReadonlyMap<string, Snapshot>,
    context: CallContext,
  ): Promise<ReplayRecord> {
    const given = { texts: of.texts, snapshot: async (node: string) => snapshots.get(node) ?? null };
    return ready.use({ ...wish, policy: undefined, given }, context, (ground) =>
      recordGround(ground, of, snapshots, context),
    );
  }

  async function viewOf({ id, keptAt, record: of }: KeptRecord): Promise<KeptReplayView> {
    return { id, keptAt, record: of, changes: (await attachments(workspace)).get(id) ?? [] };
  }

  return {
    async 'replay.keep'({ policy, ...wish }, context) {
      const entries = namedNodes(await dependencies.entries(), wish.nodes);
      const texts = new Map(await readWantedTexts(workspace, entries));
      if (policy !== undefined) {
        // A fault in it is one of its own file, whose place it does not take yet.
        readablePolicy(policy, wish.policyFile);
        texts.set(POLICY_FILE, policy);
      }
      const { found, contents } = await snapshotsNow(workspace, dependencies.snapshots, entries);
      const { policyFile } = wish;
      const draft = policy === undefined || policyFile === undefined ? undefined : basename(policyFile);
      const made = await record(wish, { texts, draft }, found, context);
      if (made.result.requests === 0) throw nothingToKeep(made);
      const id = await saveRecord(workspace, made, texts, contents);
      recordKept();
      return viewOf(await loadRecord(workspace, id));
    },
    async 'replay.kept'() {
      const { kept, damaged } = await listRecords(workspace);
      const changes = await attachments(workspace);
      return { replays: kept.map((one) => entryOf(one, changes.get(one.id) ?? [])), damaged };
    },
    async 'replay.open'({ id }) {
      return viewOf(await loadRecord(workspace, id));
    },
    async 'replay.again'({ id }, context) {
      const { id: whole, record: before } = await loadRecord(workspace, id);
      const { inputs, from, until } = before;
      const nodes = inputs.nodes.map(({ node }) => node);
      const entries = await chosen(dependencies, nodes);
      const textsNow = await readWantedTexts(workspace, entries);
      const texts = await textsAgain(workspace, inputs.files, textsNow);
      const snapshots = await snapshotsAgain(workspace, entries, inputs.nodes);
      const { draft } = inputs.files.find(({ path }) => path === POLICY_FILE) ?? {};
      const now = await record({ from, until, nodes }, { texts, draft }, snapshots, context);
      const newest = await newestSnapshots(workspace, entries);
      return {
        ...compareRecords(before, now),
        id: whole,
        idNow: recordId(now),
        before: sumsOf(before),
        now: sumsOf(now),
        since: [...filesSince(texts, textsNow), ...statesSince(now, newest)],
      };
    },
  };
}

/** The nodes of the fleet that are asked for. */
async function chosen(
  { entries }: ReplayDependencies,
  nodes: readonly string[] | undefined,
): Promise<readonly NodeEntry[]> {
  return (await entries()).filter(({ name }) => nodes?.includes(name) ?? true);
}

function entryOf({ id, keptAt, record }: KeptRecord, changes: readonly string[]): KeptReplayEntry {
  const { from, until, result } = record;
  const nodes = result.nodes.filter(({ left }) => left === null).map(({ node }) => node);
  return { id, keptAt, from, until, nodes, sums: sumsOf(record), changes };
}

/** Files of the workspace that by now say something else than what was replayed. */
function filesSince(taken: WantedTexts, now: WantedTexts): readonly string[] {
  return movedFiles(hashTexts(taken), hashTexts(now)).map(
    ({ text }) => `${text} The text that was kept with the replay was taken.`,
  );
}

/** Nodes that were pulled in another state since. */
function statesSince({ inputs }: ReplayRecord, newest: ReadonlyMap<string, Snapshot>): readonly string[] {
  return inputs.nodes.flatMap(({ node, snapshot }) => {
    const hash = newest.get(node)?.hash;
    return snapshot === null || hash === undefined || hash === snapshot.hash
      ? []
      : [`${node} was pulled in another state since. The state of the replay was taken.`];
  });
}

function nothingToKeep({ result }: ReplayRecord): ProblemError {
  const reason = result.nodes.find(({ left }) => left !== null)?.left;
  return new ProblemError({
    code: 'nothing_replayed',
    message: `No request was replayed, so there is nothing to keep.${reason === undefined || reason === null ? '' : ` ${reason}`}`,
    next: 'Choose a time whose requests are imported.',
  });
}
