import { monthInterval } from '../../shared/audit/months.ts';
import type { Interval } from '../../shared/audit/months.ts';
import type { ReplayedNode } from '../../shared/contract/replay-answers.ts';
import { GATEWAY_NAMES, type NodeEntry } from '../../shared/fleet/node.ts';
import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import { readPolicy } from '../../shared/policy/read-policy.ts';
import { compareVerdicts } from '../../shared/replay/compare-verdicts.ts';
import type { VerdictComparison } from '../../shared/replay/compare-verdicts.ts';
import { litellmState } from '../../shared/replay/litellm/litellm-state.ts';
import { rulesOf } from '../../shared/replay/litellm/release-rules.ts';
import { replay } from '../../shared/replay/replay.ts';
import { replayReport } from '../../shared/replay/replay-report.ts';
import type { ReplaySample } from '../../shared/replay/replay-report.ts';
import { stateAfter } from '../../shared/replay/state-after.ts';
import { cancelled, ProblemError } from '../../shared/result.ts';
import type { Archive } from '../archive/archive.ts';
import { newestNames } from '../archive/query/names.ts';
import type { NodeStore } from '../archive/store/node-store.ts';
import type { CallContext, HandlersOf } from '../core/handlers.ts';
import { findingProblem } from '../workspace/fleet-file.ts';
import { POLICY_FILE } from '../workspace/paths.ts';
import type { Snapshots } from '../workspace/snapshots.ts';
import { readWantedFiles } from '../workspace/wanted-files.ts';
import type { WantedFiles } from '../workspace/wanted-files.ts';
import { createKeptLogs } from './kept-logs.ts';
import type { KeptLogs } from './kept-logs.ts';
import type { ReadLog } from './read-request-log.ts';

/** What replays need. */
export interface ReplayDependencies {
  /** Absolute path of the workspace. */
  readonly workspace: string;
  readonly archive: Pick<Archive, 'stores' | 'coverageOf' | 'problems' | 'steady'>;
  readonly entries: () => Promise<readonly NodeEntry[]>;
  readonly snapshots: Snapshots;
}

/** A node that was replayed, or why not. */
interface NodeReplay {
  readonly told: ReplayedNode;
  readonly found: { readonly comparison: VerdictComparison; readonly read: ReadLog } | null;
}

/** Beyond so many, examples are no examples. */
const MOST_SAMPLES = 60;

/** The `replay.*` calls. */
export function createReplayService(dependencies: ReplayDependencies): HandlersOf<'replay'> {
  const { workspace, archive, snapshots } = dependencies;
  const logs = createKeptLogs();

  return {
    async 'replay.run'({ policy, month, from, until, nodes }, context) {
      const began = performance.now();
      const span = spanOf(month, from, until);
      const entries = (await dependencies.entries()).filter(({ name }) => nodes?.includes(name) ?? true);
      const wanted = await readWantedFiles(
        workspace,
        entries,
        policy === undefined ? null : policyOf(policy),
      );
      const filter = { from: iso(span.fromMs), until: iso(span.untilMs), where: [] };
      return archive.steady(async () => {
        const stores = new Map((await archive.stores()).map((store) => [store.node, store]));
        const replays: NodeReplay[] = [];
        for (const entry of entries) {
          context.progress({ label: `Replaying the requests of ${entry.name}`, unit: 'rows' });
          const given = { store: stores.get(entry.name), snapshot: await snapshots.latest(entry.name), span };
          replays.push(await replayNode(entry, given, wanted, logs, context));
        }
        const found = replays.flatMap((one) =>
          one.found === null ? [] : [{ node: one.told.node, ...one.found }],
        );
        const report = replayReport(
          found.map(({ comparison }) => comparison),
          found.flatMap(samplesOf).slice(0, MOST_SAMPLES),
          await newestNames([...stores.values()]),
        );
        return {
          ...report,
          from: filter.from,
          until: filter.until,
          nodes: replays.map(({ told }) => told),
          notes: NOTES,
          coverage: await archive.coverageOf(
            filter,
            entries.map(({ name }) => name),
          ),
          problems: await archive.problems(),
          tookMs: Math.round(performance.now() - began),
        };
      });
    },
  };
}

/** What no replay of a log can know. */
const NOTES: readonly string[] = [
  'A caller whose request is refused may try again, or ask another model: such requests are not in a log.',
  'Budgets are empty at the begin of the time that is replayed, and filled in the moment of a request; a gateway counts some seconds later, so that it lets a few more through.',
  'What was refused when it was made cost nothing, so that its cost is not known where it is gained.',
];

async function replayNode(
  entry: NodeEntry,
  given: {
    readonly store: NodeStore | undefined;
    readonly snapshot: Snapshot | null;
    readonly span: Interval;
  },
  wanted: WantedFiles,
  logs: KeptLogs,
  { signal }: CallContext,
): Promise<NodeReplay> {
  const { store, snapshot, span } = given;
  const version = snapshot?.version ?? null;
  const leave = (left: string): NodeReplay => ({
    told: { node: entry.name, version, rules: null, requests: 0, otherRows: 0, left },
    found: null,
  });
  if (store === undefined) return leave(`Nothing of ${entry.name} was imported.`);
  if (snapshot === null)
    return leave(`${entry.name} was not pulled yet, so its keys and teams are not known. Pull it first.`);
  if (entry.kind !== 'litellm')
    return leave(`The rules of ${GATEWAY_NAMES[entry.kind]} are not replayed yet.`);
  const chosen = rulesOf(version ?? '');
  if (chosen === null) return leave(`${entry.name} did not say its version, so its rules are not known.`);
  const read = await logs.read(store, span);
  if (signal.aborted) throw cancelled('The replay');
  const { log } = read;
  const after = stateAfter(snapshot.resources, (await wanted.of(entry, snapshot)).resources);
  const verdicts = (resources: Snapshot['resources']) =>
    replay(log, litellmState(resources, log.combinations, chosen.rules, zoneOf(snapshot)));
  const comparison = compareVerdicts(log, verdicts(snapshot.resources), verdicts(after));
  const rules = { release: chosen.rules.release, exact: chosen.exact };
  const { otherRows } = read;
  return {
    told: { node: entry.name, version, rules, requests: log.count, otherRows, left: null },
    found: { comparison, read },
  };
}

/** By whose clock budgets start anew: `timezone` of LiteLLM's settings, else UTC (1.81.13, 1.106.2). */
function zoneOf({ resources }: Snapshot): string {
  const setting = resources.find(({ kind, name }) => kind === 'setting' && name.endsWith('.timezone'));
  const zone = setting?.fields['value'];
  return typeof zone === 'string' && isZone(zone) ? zone : 'UTC';
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function samplesOf({
  node,
  comparison: { groups, examples },
  read,
}: {
  readonly node: string;
  readonly comparison: VerdictComparison;
  readonly read: ReadLog;
}): readonly ReplaySample[] {
  return groups.flatMap(({ change, rule, combination: { team, model } }, index) =>
    (examples[index] ?? []).flatMap((place) => {
      const id = read.idOf(place);
      return id === null ? [] : [{ node, id, change, rule, team, model }];
    }),
  );
}

function policyOf(text: string): Policy {
  const { policy, findings } = readPolicy(text);
  if (policy !== null) return policy;
  throw findingProblem('policy_invalid', POLICY_FILE, findings);
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

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
