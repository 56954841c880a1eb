import { compareVerdicts } from '../../shared/replay/compare-verdicts.ts';
import type { VerdictComparison } from '../../shared/replay/compare-verdicts.ts';
import { replay } from '../../shared/replay/replay.ts';
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
          found.push({ node: node.told.node, comparison: compareNode(node), read: node.read });
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

function compareNode({ read: { log }, held, after, stateOf }: NodeToReplay): VerdictComparison {
  const before = replay(log, stateOf(held, log.combinations));
  return compareVerdicts(log, before, replay(log, stateOf(after, log.combinations)));
}

interface Found {
  readonly node: string;
  readonly comparison: VerdictComparison;
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
