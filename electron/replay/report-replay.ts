import { GATEWAY_FACTS } from '../../shared/fleet/gateway-facts.ts';
import { compareVerdicts } from '../../shared/replay/compare-verdicts.ts';
import type { VerdictComparison } from '../../shared/replay/compare-verdicts.ts';
import { replayNotes } from '../../shared/replay/replay-notes.ts';
import { replayReport } from '../../shared/replay/replay-report.ts';
import type { ReplayNames, ReplayReport, ReplaySample } from '../../shared/replay/replay-report.ts';
import { always } from '../../shared/replay/state-after.ts';
import type { CallContext } from '../core/handlers.ts';
import { notesOfNodes } from './notes-of-nodes.ts';
import type { ReadLog } from './read-request-log.ts';
import { goOn } from './go-on.ts';
import { heldAtEnd } from './replay-nodes.ts';
import type { NodeToReplay, ReplayGround } from './replay-nodes.ts';

/** Beyond so many, examples are no examples. */
const MOST_SAMPLES = 60;

/** What a change means, with what of it cannot be known as sentences. */
export interface NotedReport {
  readonly report: ReplayReport;
  readonly notes: readonly string[];
}

/** Replays what stands ready, node by node. Rejects with `cancelled`. */
export async function reportReplay(
  { span, nodes }: Pick<ReplayGround, 'span' | 'nodes'>,
  names: Omit<ReplayNames, 'user'>,
  context: CallContext,
): Promise<NotedReport> {
  const found: Found[] = [];
  for (const node of nodes) {
    found.push({ node: node.told.node, read: node.read, ...(await compareNode(node, span.fromMs, context)) });
    await goOn(context);
  }
  return {
    report: replayReport(found, firstSamples(found), { ...names, user: payerNames(nodes) }),
    notes: notesOfNodes(found),
  };
}

/** A log that names payers has their ids; the node knows their names. */
function payerNames(nodes: readonly NodeToReplay[]): ReadonlyMap<string, string> {
  return new Map(
    nodes
      .filter(({ gateway }) => GATEWAY_FACTS[gateway].logNames === 'payer')
      .flatMap(({ held }) => held)
      .filter(({ kind }) => kind === 'user' || kind === 'organization')
      .map(({ id, name }) => [id, name]),
  );
}

/** What a change means for the requests of a node, and what of it cannot be known; others have their turn in between. */
async function compareNode(node: NodeToReplay, fromMs: number, context: CallContext) {
  const { gateway, held, after, replayed } = node;
  const { log } = node.read;
  const before = await replayed(always(held), context);
  await goOn(context);
  const then = await replayed(after, context);
  await goOn(context);
  const comparison = compareVerdicts(log, before.verdicts, then.verdicts);
  await goOn(context);
  const notes = replayNotes({
    gateway,
    log,
    fromMs,
    before: before.phases[0].state,
    after: (then.phases.at(-1) ?? then.phases[0]).state,
    phases: then.phases,
    comparison,
    resources: heldAtEnd(node),
  });
  const told = notes.map(({ text }) => text);
  const leftOut = node.notWritten === null ? [] : [`${node.notWritten} It is not replayed.`];
  return { comparison, notes: [...leftOut, ...node.notEnforced, ...told] };
}

interface Found {
  readonly node: string;
  readonly comparison: VerdictComparison;
  readonly notes: readonly string[];
  readonly read: ReadLog;
}

/** No more than are shown: the id of each is looked for in the archive. */
function firstSamples(found: readonly Found[]): readonly ReplaySample[] {
  const samples: ReplaySample[] = [];
  for (const { node, comparison, read } of found)
    for (const [index, { change, rule, combination }] of comparison.groups.entries())
      for (const place of comparison.examples[index] ?? []) {
        if (samples.length === MOST_SAMPLES) return samples;
        const id = read.idOf(place);
        const { team, model } = combination;
        if (id !== null) samples.push({ node, id, change, rule, team, model });
      }
  return samples;
}
