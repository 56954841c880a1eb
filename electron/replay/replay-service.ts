import { compareVerdicts } from '../../shared/replay/compare-verdicts.ts';
import type { VerdictComparison } from '../../shared/replay/compare-verdicts.ts';
import { replay } from '../../shared/replay/replay.ts';
import { replayNotes } from '../../shared/replay/replay-notes.ts';
import { replayReport } from '../../shared/replay/replay-report.ts';
import type { ReplaySample } from '../../shared/replay/replay-report.ts';
import { newestNames } from '../archive/query/names.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { createAccessHandlers } from './access-handlers.ts';
import { createBudgetHandlers } from './budget-handlers.ts';
import type { ReadLog } from './read-request-log.ts';
import { createSuggestHandlers } from './suggest-handlers.ts';
import { createReplayNodes, goOn } from './replay-nodes.ts';
import type { NodeToReplay, ReplayDependencies } from './replay-nodes.ts';

/** Beyond so many, examples are no examples. */
const MOST_SAMPLES = 60;

/** The `replay.*` calls. */
export function createReplayService(dependencies: ReplayDependencies): HandlersOf<'replay'> {
  const { archive } = dependencies;
  const ready = createReplayNodes(dependencies);

  return {
    ...createAccessHandlers(ready),
    ...createBudgetHandlers(ready),
    ...createSuggestHandlers(ready),
    async 'replay.run'(wish, context) {
      const began = performance.now();
      return ready.use(wish, context, async ({ span, entries, stores, told, nodes }) => {
        const filter = { from: iso(span.fromMs), until: iso(span.untilMs), where: [] };
        const found: Found[] = [];
        for (const node of nodes) {
          found.push({ node: node.told.node, read: node.read, ...compareNode(node, span.fromMs) });
          await goOn(context);
        }
        const report = replayReport(
          found.map(({ comparison }) => comparison),
          found.flatMap(samplesOf).slice(0, MOST_SAMPLES),
          await newestNames(stores),
        );
        return {
          ...report,
          from: filter.from,
          until: filter.until,
          nodes: told,
          notes: found.flatMap(({ node, notes }) =>
            notes.map((note) => (found.length === 1 ? note : `${node}: ${note}`)),
          ),
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

/** What a change means for the requests of a node, and what of it cannot be known. */
function compareNode({ read: { log }, held, after, stateOf }: NodeToReplay, fromMs: number) {
  const [before, then] = [stateOf(held, log.combinations), stateOf(after, log.combinations)];
  const comparison = compareVerdicts(log, replay(log, before), replay(log, then));
  const notes = replayNotes({ log, fromMs, before, after: then, comparison, resources: after });
  return { comparison, notes: notes.map(({ text }) => text) };
}

interface Found {
  readonly node: string;
  readonly comparison: VerdictComparison;
  readonly notes: readonly string[];
  readonly read: ReadLog;
}

function samplesOf({ node, comparison: { groups, examples }, read }: Found): readonly ReplaySample[] {
  return groups.flatMap(({ change, rule, combination: { team, model } }, index) =>
    (examples[index] ?? []).flatMap((place) => {
      const id = read.idOf(place);
      return id === null ? [] : [{ node, id, change, rule, team, model }];
    }),
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
