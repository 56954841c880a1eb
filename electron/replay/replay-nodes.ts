import { monthInterval } from '../../shared/audit/months.ts';
import type { Interval } from '../../shared/audit/months.ts';
import type { ReplayedNode } from '../../shared/contract/replay-answers.ts';
import { GATEWAY_FACTS } from '../../shared/fleet/gateway-facts.ts';
import type { GatewayKind, NodeEntry } from '../../shared/fleet/node.ts';
import type { Resource, Snapshot } from '../../shared/fleet/snapshot.ts';
import { knownGateway } from '../../shared/policy/known-gateway.ts';
import { notReplayed } from '../../shared/policy/not-replayed.ts';
import { DEFAULT_ALERT_AT } from '../../shared/policy/policy.ts';
import { rulesOfNode } from '../../shared/replay/node-rules.ts';
import type { NodeRules } from '../../shared/replay/node-rules.ts';
import type { PricedLog } from '../../shared/replay/prices/reprice.ts';
import type { ReplayState } from '../../shared/replay/replay-state.ts';
import type { Combination } from '../../shared/replay/request-log.ts';
import { phasesAfter, turnsWithin } from '../../shared/replay/state-after.ts';
import type { HeldPhase, HeldPhases } from '../../shared/replay/state-after.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Archive } from '../archive/archive.ts';
import type { NodeStore } from '../archive/store/node-store.ts';
import type { CallContext } from '../core/handlers.ts';
import { namedNodes } from '../workspace/fleet-file.ts';
import { readablePolicy } from '../workspace/policy-file.ts';
import type { Snapshots } from '../workspace/snapshots.ts';
import { readWantedFiles } from '../workspace/wanted-files.ts';
import type { WantedFiles, WantedTexts } from '../workspace/wanted-files.ts';
import { goOn, inSteps } from './go-on.ts';
import { ownerCredits } from './owner-credits.ts';
import { createRecentLogs } from './recent-logs.ts';
import type { RecentLogs } from './recent-logs.ts';
import { createRecentReplays } from './recent-replays.ts';
import type { RecentReplays, Replayed } from './recent-replays.ts';
import { readPricedLog, readRequestLog } from './read-request-log.ts';
import type { ReadLog } from './read-request-log.ts';

/** What replays need. */
export interface ReplayDependencies {
  /** Absolute path of the workspace. */
  readonly workspace: string;
  readonly archive: Pick<Archive, 'stores' | 'coverageOf' | 'problems' | 'steady'>;
  readonly entries: () => Promise<readonly NodeEntry[]>;
  readonly snapshots: Snapshots;
  /** Told when a replay was kept. */
  readonly recordKept: () => void;
}

/** What is replayed. */
export interface ReplayWish {
  /** The text of a policy file; the workspace's own files when left out. */
  readonly policy?: string | undefined;
  /** What the file of that text is called. */
  readonly policyFile?: string | undefined;
  /** `YYYY-MM`, or `from` and `until`, ISO 8601 UTC. */
  readonly month?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** All of them when left out. */
  readonly nodes?: readonly string[] | undefined;
  /** What stands in the place of the files and of what was pulled last, for a replay that can be run again. */
  readonly given?: GivenInputs | undefined;
}

/** What a replay stands on beside the archive. */
export interface GivenInputs {
  readonly texts: WantedTexts;
  snapshot(node: string): Promise<Snapshot | null>;
}

/** The requests of a node, and what they meet. */
export interface NodeToReplay {
  readonly told: ReplayedNode;
  readonly gateway: GatewayKind;
  readonly read: ReadLog;
  /** The same requests with what prices depend on, read when it is first asked for. */
  priced(context: CallContext): Promise<ReadLog<PricedLog>>;
  /** What the node held when it was pulled. */
  readonly held: readonly Resource[];
  /** What it would hold as time goes on. */
  readonly after: HeldPhases;
  /** What of the policy a push does not bring there, as a sentence; null for nothing. */
  readonly notWritten: string | null;
  /** What of the policy the node does not enforce, or by another clock, as sentences. */
  readonly notEnforced: readonly string[];
  /** What another release of LiteLLM is compared with; null for another gateway. */
  readonly litellm: NodeRules['litellm'];
  /** Makes the one or the other ready for requests. */
  stateOf(resources: readonly Resource[], combinations: readonly Combination[]): ReplayState;
  /** What the one or the other says to the requests. */
  replayed(held: HeldPhases, context: CallContext): Promise<Replayed>;
}

/** All that a replay stands on. */
export interface ReplayGround {
  readonly span: Interval;
  readonly entries: readonly NodeEntry[];
  readonly stores: readonly NodeStore[];
  /** All nodes that were asked for. */
  readonly told: readonly ReplayedNode[];
  /** Those of them that can be replayed. */
  readonly nodes: readonly NodeToReplay[];
  /** The first threshold of the policy for alerts, percent of a budget. */
  readonly alertAt: number;
}

/** Reads what replays stand on, and remembers logs for the next one. */
export interface ReplayNodes {
  /**
   * Does something with what a wish asks for, while the archive holds still. Rejects with `policy_invalid`, naming the
   * line, with `node_unknown`, with `no_span` and with `cancelled`.
   */
  use<Answer>(
    wish: ReplayWish,
    context: CallContext,
    work: (ground: ReplayGround) => Promise<Answer>,
  ): Promise<Answer>;
}

export function createReplayNodes(dependencies: ReplayDependencies): ReplayNodes {
  const { workspace, archive, snapshots } = dependencies;
  const recent: Recent = {
    logs: createRecentLogs(readRequestLog),
    priced: createRecentLogs(readPricedLog),
    replays: createRecentReplays(),
  };
  return {
    async use({ policy, policyFile, month, from, until, nodes, given }, context, work) {
      const span = spanOf(month, from, until);
      const all = await dependencies.entries();
      // What is run again may name nodes that have left the fleet since.
      const entries =
        given === undefined
          ? namedNodes(all, nodes)
          : all.filter(({ name }) => nodes?.includes(name) ?? true);
      const wanted = await readWantedFiles(
        workspace,
        entries,
        policy === undefined ? null : readablePolicy(policy, policyFile),
        undefined,
        given?.texts,
      );
      return archive.steady(async () => {
        const stores = await archive.stores();
        const told: ReplayedNode[] = [];
        const ready: NodeToReplay[] = [];
        for (const entry of entries) {
          const store = stores.find(({ node }) => node === entry.name);
          const snapshot = await (given ?? { snapshot: snapshots.latest }).snapshot(entry.name);
          const node = await prepare(entry, { store, snapshot, span }, wanted, recent, context);
          if ('read' in node) ready.push(node);
          told.push('read' in node ? node.told : node);
          await goOn(context);
        }
        const [alertAt = 100] = wanted.policy?.alertAt ?? DEFAULT_ALERT_AT;
        return work({ span, entries, stores, told, nodes: ready, alertAt });
      });
    },
  };
}

/** What a node would hold at the end of the span. */
export function heldAtEnd({ after }: Pick<NodeToReplay, 'after'>): readonly Resource[] {
  return (after.at(-1) ?? after[0]).resources;
}

/** How many rows of its log each node that is replayed has in the span: all were read. */
export function countedRows(told: readonly ReplayedNode[]): ReadonlyMap<string, number> {
  return new Map(
    told
      .filter(({ left }) => left === null)
      .map(({ node, requests, otherRows }) => [node, requests + otherRows]),
  );
}

/** What the next question is answered from. */
interface Recent {
  readonly logs: RecentLogs;
  readonly priced: RecentLogs<PricedLog>;
  readonly replays: RecentReplays;
}

/** A node made ready, or why it is left out. */
async function prepare(
  entry: NodeEntry,
  given: {
    readonly store: NodeStore | undefined;
    readonly snapshot: Snapshot | null;
    readonly span: Interval;
  },
  wanted: WantedFiles,
  recent: Recent,
  context: CallContext,
): Promise<NodeToReplay | ReplayedNode> {
  const { store, snapshot, span } = given;
  const version = snapshot?.version ?? null;
  const leave = (left: string): ReplayedNode => ({
    node: entry.name,
    version,
    rules: null,
    requests: 0,
    otherRows: 0,
    left,
  });
  if (store === undefined) return leave(`Nothing of ${entry.name} was imported.`);
  if (snapshot === null)
    return leave(`${entry.name} was not pulled yet, so its keys and teams are not known. Pull it first.`);
  const known = rulesOfNode(entry.kind, snapshot);
  if (known === null) return leave(`${entry.name} did not say its version, so its rules are not known.`);
  const { after, notWritten } = await wantedPhases(entry, snapshot, span, wanted);
  const marks = known.marksOf([snapshot.resources, ...after.map(({ resources }) => resources)]);
  const reading = (of: CallContext): void =>
    of.progress({ label: `Reading the requests of ${entry.name}`, unit: 'rows' });
  const read = await recent.logs.read(store, entry.kind, { span, marks }, context.signal, () =>
    reading(context),
  );
  const { log, otherRows } = read;
  const rules = GATEWAY_FACTS[entry.kind].hasCredit
    ? (rulesOfNode(entry.kind, snapshot, await ownerCredits(store, snapshot, span, log)) ?? known)
    : known;
  return {
    told: {
      node: entry.name,
      version,
      rules: rules.taken,
      requests: log.count,
      otherRows,
      left: null,
    },
    gateway: entry.kind,
    read,
    priced: (of) => recent.priced.read(store, entry.kind, { span, marks }, of.signal, () => reading(of)),
    held: snapshot.resources,
    after,
    notWritten,
    notEnforced:
      wanted.policy === null
        ? []
        : notReplayed(
            wanted.policy,
            { ...knownGateway(snapshot), kind: entry.kind, environment: entry.environment },
            [span.fromMs, ...turnsWithin(wanted.turns, span)].map((ms) => new Date(ms).toISOString()),
            rules.litellm?.zone ?? 'UTC',
          ),
    litellm: rules.litellm,
    stateOf: rules.stateOf,
    replayed: (held, of) =>
      inSteps(
        recent.replays.of(log, rules.identity, held, (resources) =>
          rules.stateOf(resources, log.combinations),
        ),
        `Replaying the requests of ${entry.name}`,
        of,
      ),
  };
}

/** What is wanted at the begin of the span, and from each turn of the policy within it on. */
async function wantedPhases(
  entry: NodeEntry,
  snapshot: Snapshot,
  span: Interval,
  wanted: WantedFiles,
): Promise<Pick<NodeToReplay, 'after' | 'notWritten'>> {
  const phases: HeldPhase[] = [];
  let notWritten: string | null = null;
  for (const fromMs of [span.fromMs, ...turnsWithin(wanted.turns, span)]) {
    const state = await wanted.of(entry, snapshot, new Date(fromMs).toISOString());
    phases.push({ fromMs, resources: state.resources });
    notWritten ??= state.notWritten;
  }
  return { after: phasesAfter(snapshot.resources, phases), notWritten };
}

function spanOf(month: string | undefined, from: string | undefined, until: string | undefined): Interval {
  if (month !== undefined) return monthInterval(month);
  const span = { fromMs: Date.parse(from ?? ''), untilMs: Date.parse(until ?? '') };
  if (span.fromMs < span.untilMs) return span;
  throw new ProblemError({
    code: 'no_span',
    message: 'A replay needs the time whose requests are replayed.',
    next: 'Name a month, or a time from and until which is later.',
  });
}
