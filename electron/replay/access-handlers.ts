import { accessMatrix } from '../../shared/replay/access-matrix.ts';
import { always } from '../../shared/replay/state-after.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { goOn } from './go-on.ts';
import type { ReplayNodes } from './replay-nodes.ts';
import { spanText } from './span-facts.ts';

/** The call about who may call what. */
export function createAccessHandlers(ready: ReplayNodes): HandlersOf<'replay.matrix'> {
  return {
    'replay.matrix': (wish, context) =>
      ready.use(wish, context, async ({ span, told, nodes }) => {
        const matrices = [];
        for (const { told: of, gateway, read, held, after, stateOf, replayed } of nodes) {
          const { log } = read;
          const { verdicts: before } = await replayed(always(held), context);
          await goOn(context);
          const { verdicts: then } = await replayed(after, context);
          const verdicts = { before, after: then };
          const resources = after.map((phase) => phase.resources);
          const question = { gateway, log, held, after: resources, verdicts, stateOf };
          matrices.push({ node: of.node, ...accessMatrix(question) });
          await goOn(context);
        }
        return {
          ...spanText(span),
          nodes: matrices,
          left: told.filter(({ left }) => left !== null),
        };
      }),
  };
}
