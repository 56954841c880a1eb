import type { Plan } from '../../plan/plan.ts';
import { movedFiles } from './compare-records.ts';
import type { HashedFile, ReplayRecord } from './replay-record.ts';

/**
 * Where a kept replay speaks of something else than a plan would do, as sentences; none when it is a replay of just this
 * plan. Pure.
 */
export function bindingWarnings(plan: Plan, { inputs, result }: ReplayRecord): readonly string[] {
  return [
    ...ofFiles(plan, inputs),
    ...plan.bases.flatMap(({ node, snapshotHash }) => {
      const own = inputs.nodes.find((one) => one.node === node);
      if (own === undefined) return [`${node} is in this plan, and not in the replay.`];
      return own.snapshot === null || own.snapshot.hash === snapshotHash
        ? []
        : [
            `The plan was made from another state of ${node} (${snapshotHash.slice(0, 12)}) than the replay (${own.snapshot.hash.slice(0, 12)}).`,
          ];
    }),
    ...ofExtent(plan),
    ...others(plan, result.nodes),
  ];
}

/** Why the replay says nothing of some nodes of a plan, as sentences: a gap, which makes it no replay of something else. */
export function notReplayed({ bases }: Plan, { result }: ReplayRecord): readonly string[] {
  return result.nodes.flatMap(({ node, left }) =>
    left === null || !bases.some((base) => base.node === node) ? [] : [left],
  );
}

function ofFiles(
  { files, bases, reverts }: Plan,
  { files: replayed, nodes }: ReplayRecord['inputs'],
): readonly string[] {
  if (reverts !== undefined)
    return [`This plan takes the change ${reverts} back; a replay is of what the files want.`];
  if (files === undefined) return ['This plan does not say which files it was made from.'];
  // That one of them has a node that the other has not is said by itself.
  const both = new Set(
    bases.map(({ node }) => node).filter((node) => nodes.some((one) => one.node === node)),
  );
  const ofBoth = (these: readonly HashedFile[]): readonly HashedFile[] =>
    these.filter(({ path }) => !path.startsWith('nodes/') || both.has(path.split('/')[1] ?? ''));
  const names = (these: readonly HashedFile[]): ReadonlySet<string> => new Set(these.map(({ path }) => path));
  const [then, now] = [names(replayed), names(files)];
  return movedFiles(ofBoth(replayed), ofBoth(files)).flatMap(({ names: paths }) =>
    paths.map((path) => {
      if (!now.has(path)) return `The plan was made without ${path}, which the replay is of.`;
      return then.has(path)
        ? `The replay is of another text of ${path} than the plan.`
        : `The plan was made from ${path} too, which the replay is not of.`;
    }),
  );
}

function ofExtent({ mode, scope, operations }: Plan): readonly string[] {
  const deletes = operations.filter(({ action }) => action === 'delete').length;
  return [
    ...(mode === 'sync' && deletes > 0
      ? [`The plan deletes ${deletes}; a replay leaves everything that the files do not name.`]
      : []),
    ...(scope === undefined
      ? []
      : ['The plan is confined to a part of what the files want; the replay is of all of it.']),
  ];
}

function others({ bases }: Plan, replayed: ReplayRecord['result']['nodes']): readonly string[] {
  const more = replayed.filter(
    ({ node, left }) => left === null && !bases.some((base) => base.node === node),
  );
  return more.length === 0
    ? []
    : [`The replay also counts requests of ${more.map(({ node }) => node).join(', ')}, not in this plan.`];
}
