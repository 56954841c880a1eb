import { newestNames } from '../archive/query/names.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { createAccessHandlers } from './access-handlers.ts';
import { createBudgetHandlers } from './budget-handlers.ts';
import { createKeptHandlers } from './kept/kept-handlers.ts';
import { createRepriceHandlers } from './reprice-handlers.ts';
import { reportReplay } from './report-replay.ts';
import { createSuggestHandlers } from './suggest-handlers.ts';
import { createReplayNodes } from './replay-nodes.ts';
import type { ReplayDependencies } from './replay-nodes.ts';
import { createUpgradeHandlers } from './upgrade-handlers.ts';
import { factsOfSpan } from './span-facts.ts';

/** The `replay.*` calls. */
export function createReplayService(dependencies: ReplayDependencies): HandlersOf<'replay'> {
  const { archive } = dependencies;
  const ready = createReplayNodes(dependencies);

  return {
    ...createAccessHandlers(ready),
    ...createBudgetHandlers(ready),
    ...createSuggestHandlers(ready, archive),
    ...createUpgradeHandlers(ready, archive),
    ...createRepriceHandlers(ready, archive),
    ...createKeptHandlers(dependencies, ready),
    async 'replay.run'(wish, context) {
      const began = performance.now();
      return ready.use(wish, context, async (ground) => {
        const { stores, told } = ground;
        const { report, notes } = await reportReplay(ground, await newestNames(stores), context);
        return {
          ...report,
          ...(await factsOfSpan(archive, ground)),
          nodes: told,
          notes,
          tookMs: Math.round(performance.now() - began),
        };
      });
    },
  };
}
