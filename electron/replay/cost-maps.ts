import type { ReleasePair } from '../../shared/replay/litellm/attribute-changes.ts';
import { spendByMap } from '../../shared/replay/prices/map-spend.ts';
import type { MapSpend } from '../../shared/replay/prices/map-spend.ts';
import { pricesOf } from '../../shared/replay/prices/price-table.ts';
import { PRICED_RELEASES } from '../../shared/replay/prices/priced-releases.ts';
import type { CallContext } from '../core/handlers.ts';
import type { ReadLog } from './read-request-log.ts';
import { goOn } from './go-on.ts';
import type { NodeToReplay } from './replay-nodes.ts';

/** The requests of a node, and what they would cost by another release's cost map; null for what was logged. */
export interface SpentByMap {
  readonly read: ReadLog;
  readonly spend: MapSpend | null;
}

/**
 * What budgets fill with under another release. What prices depend on is read only where both releases have a cost map of
 * their own that is known.
 */
export async function spentByMap(
  node: NodeToReplay,
  rules: ReleasePair,
  context: CallContext,
): Promise<SpentByMap> {
  const [before, after] = [pricesOf(rules.before.costMap), pricesOf(rules.after.costMap)];
  if (before === null || after === null || before === after) return { read: node.read, spend: null };
  const read = await node.priced(context);
  await goOn(context);
  const spend = spendByMap(read.log, node.held, { before, after });
  await goOn(context);
  return { read, spend };
}

/** What is not certain of what budgets are filled with, as sentences. */
export function costMapNotes({ before, after }: ReleasePair, spend: MapSpend | null): readonly string[] {
  if (spend !== null)
    return [
      'A request that is priced anew costs what was logged and what its tokens cost more, or less, by the other cost map: writes to a provider’s cache, long prompts, batches and discounts stay as they were logged.',
      'A LiteLLM that fetches its cost map when it starts, as it does unless LITELLM_LOCAL_MODEL_COST_MAP is True, has the newest prices in any release: there an upgrade does not change what requests cost.',
    ];
  if (before.costMap === after.costMap) return [];
  const unknown = [before.costMap, after.costMap].filter((release) => pricesOf(release) === null);
  const [maps, are] = unknown.length === 1 ? ['cost map', 'is'] : ['cost maps', 'are'];
  return [
    `Budgets are filled with what the requests cost when they were made: the ${maps} of ${unknown.join(' and ')} ${are} not known, only those of ${PRICED_RELEASES.join(' and ')}. What other prices would make of them is told by a replay by prices.`,
  ];
}
