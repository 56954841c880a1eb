import { GATEWAY_FACTS } from '../../../shared/fleet/gateway-facts.ts';
import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import { canonicalJson, type JsonValue } from '../../../shared/json.ts';
import { makeRecord } from '../../../shared/replay/record/replay-record.ts';
import type { NodeInputs, ReplayRecord } from '../../../shared/replay/record/replay-record.ts';
import { ruleTables } from '../../../shared/replay/record/rule-tables.ts';
import type { ReplayNames } from '../../../shared/replay/replay-report.ts';
import { correctedBy } from '../../archive/segment/correction.ts';
import type { NodeStore } from '../../archive/store/node-store.ts';
import type { CallContext } from '../../core/handlers.ts';
import { POLICY_FILE } from '../../workspace/paths.ts';
import { hashTexts, type WantedTexts } from '../../workspace/wanted-files.ts';
import { withCredits } from '../owner-credits.ts';
import type { ReplayGround } from '../replay-nodes.ts';
import { reportReplay } from '../report-replay.ts';
import { contentText, hashOf } from './replay-store.ts';

/** The texts that a replay stands on. */
export interface KeptTexts {
  readonly texts: WantedTexts;
  /** The name of the file whose text stands in the place of the policy file's. */
  readonly draft?: string | undefined;
}

/**
 * Replays what stands ready, and says it as a record. Nodes are in the order of their names, whatever that of the fleet
 * file, and names are those of the snapshots, as an import of another month may bring newer ones. Rejects with `cancelled`.
 */
export async function recordGround(
  ground: ReplayGround,
  { texts, draft }: KeptTexts,
  snapshots: ReadonlyMap<string, Snapshot>,
  context: CallContext,
): Promise<ReplayRecord> {
  const nodes = ground.nodes.toSorted((a, b) => compareTexts(a.told.node, b.told.node));
  const told = ground.told.toSorted((a, b) => compareTexts(a.node, b.node));
  const { report, notes } = await reportReplay({ span: ground.span, nodes }, namesOf(snapshots), context);
  const inputs: NodeInputs[] = [];
  for (const entry of ground.entries.toSorted((a, b) => compareTexts(a.name, b.name))) {
    const rules = told.find(({ node }) => node === entry.name)?.rules ?? null;
    const store = ground.stores.find(({ node }) => node === entry.name);
    const snapshot = snapshots.get(entry.name);
    const time =
      GATEWAY_FACTS[entry.kind].hasCredit && snapshot !== undefined
        ? withCredits(ground.span, snapshot)
        : ground.span;
    inputs.push({
      node: entry.name,
      kind: entry.kind,
      environment: entry.environment,
      snapshot: snapshotOf(snapshot),
      tables: rules === null ? [] : tablesOf(entry, rules.release),
      // What was not replayed depends on nothing in the archive.
      ...(store === undefined || rules === null ? { segments: [], lost: [] } : await segmentsOf(store, time)),
    });
  }
  return makeRecord({
    from: new Date(ground.span.fromMs).toISOString(),
    until: new Date(ground.span.untilMs).toISOString(),
    inputs: {
      files: hashTexts(texts).map((file) =>
        file.path === POLICY_FILE && draft !== undefined ? { ...file, draft } : file,
      ),
      nodes: inputs,
    },
    result: { ...report, nodes: told, notes },
  });
}

function snapshotOf(snapshot: Snapshot | undefined): NodeInputs['snapshot'] {
  if (snapshot === undefined) return null;
  const { hash, takenAt, version } = snapshot;
  return { hash, content: hashOf(contentText(snapshot)), takenAt, version };
}

function tablesOf({ kind }: NodeEntry, release: string): NodeInputs['tables'] {
  return ruleTables(kind, release).map(({ use, release: of, data }) => ({
    use,
    release: of,
    sha256: hashJson(data),
  }));
}

function hashJson(value: JsonValue): string {
  return hashOf(canonicalJson(value));
}

/** The segments that a time is read from, with what takes requests out of them. */
async function segmentsOf(
  store: NodeStore,
  { fromMs, untilMs }: ReplayGround['span'],
): Promise<Pick<NodeInputs, 'segments' | 'lost'>> {
  const isIn = ({ firstMs, lastMs }: { readonly firstMs: number; readonly lastMs: number }): boolean =>
    lastMs >= fromMs && firstMs < untilMs;
  const all = await store.segments();
  const read = new Set(all.filter((one) => one.rows > 0 && isIn(one)).map(({ name }) => name));
  const counted = all.filter(({ name, rows }) => read.has(rows > 0 ? name : correctedBy(name)));
  const lost = (await store.lost()).map(({ segment }) => segment).filter(isIn);
  return {
    segments: counted
      .map(({ name, sha256 }) => ({ name, sha256 }))
      .toSorted((a, b) => compareTexts(a.name, b.name)),
    lost: lost.map(({ name }) => name).toSorted(),
  };
}

function namesOf(snapshots: ReadonlyMap<string, Snapshot>): Omit<ReplayNames, 'user'> {
  const names = { team: new Map<string, string>(), key: new Map<string, string>() };
  for (const [, { resources }] of [...snapshots].toSorted(([a], [b]) => compareTexts(a, b)))
    for (const { kind, id, name } of resources)
      if ((kind === 'team' || kind === 'key') && !names[kind].has(id)) names[kind].set(id, name);
  return names;
}

/** By code unit: the same on every machine, whatever its language. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
