import type { PriceSource } from '../../shared/contract/arguments.ts';
import type { RepriceView } from '../../shared/contract/reprice-answers.ts';
import { formatNano } from '../../shared/cost/money.ts';
import { compareVerdicts } from '../../shared/replay/compare-verdicts.ts';
import type { VerdictComparison } from '../../shared/replay/compare-verdicts.ts';
import { many } from '../../shared/replay/many.ts';
import { statePhases } from '../../shared/replay/phases.ts';
import { readPriceFile } from '../../shared/replay/prices/price-file.ts';
import { NO_PRICES, pricesOf } from '../../shared/replay/prices/price-table.ts';
import { PRICED_RELEASES } from '../../shared/replay/prices/priced-releases.ts';
import { repriceReport } from '../../shared/replay/prices/reprice-report.ts';
import { ownPrices, repriceLog } from '../../shared/replay/prices/reprice.ts';
import type { Pricing, Repriced } from '../../shared/replay/prices/reprice.ts';
import { replaySteps } from '../../shared/replay/replay.ts';
import { always } from '../../shared/replay/state-after.ts';
import type { HeldPhases } from '../../shared/replay/state-after.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Archive } from '../archive/archive.ts';
import { newestNames } from '../archive/query/names.ts';
import type { CallContext, HandlersOf } from '../core/handlers.ts';
import { readTextFile } from '../workspace/read-file.ts';
import { goOn, inSteps } from './go-on.ts';
import type { NodeToReplay, ReplayNodes } from './replay-nodes.ts';
import { factsOfSpan } from './span-facts.ts';

/** The call about other prices. */
export function createRepriceHandlers(
  ready: ReplayNodes,
  archive: Pick<Archive, 'coverageOf' | 'problems'>,
): HandlersOf<'replay.reprice'> {
  return {
    async 'replay.reprice'({ prices, ...wish }, context) {
      const began = performance.now();
      const by = await pricesFrom(prices);
      return ready.use(wish, context, async ({ span, entries, stores, told, nodes }) => {
        const { team } = await newestNames(stores);
        const found: Found[] = [];
        for (const node of nodes) {
          // Without a policy the question is what the budgets of the node as it is would do.
          const held = wish.policy === undefined ? always(node.held) : node.after;
          found.push({ ...(await repriceNode(node, held, by, context)), told: node.told });
        }
        const unsaid = found.reduce((sum, { repriced }) => sum + repriced.unsaid, 0);
        const report = repriceReport(
          found.flatMap(({ repriced }) => repriced.groups),
          team,
        );
        const all = found.reduce((sum, { told: { requests } }) => sum + requests, 0);
        const free = all - report.requests - report.unpriced.requests - unsaid;
        return {
          ...report,
          ...(await factsOfSpan(archive, { span, entries, told })),
          source: prices,
          prices: by.words,
          nodes: found.map(({ told: { node, version, requests }, ownPriced }) => ({
            node,
            version,
            requests,
            ownPriced,
          })),
          unsaid,
          verdicts: verdictsOf(found.map(({ comparison }) => comparison)),
          left: told.filter(({ left }) => left !== null),
          notes: [
            ...(free === 0
              ? []
              : [
                  `${many(free, 'request')} failed or ${free === 1 ? 'was' : 'were'} refused, and the log has no cost of ${free === 1 ? 'it' : 'them'}: ${free === 1 ? 'it is' : 'they are'} not among those that have a price.`,
                ]),
            ...(found.length === 0 ? [] : NOTES),
          ],
          tookMs: Math.round(performance.now() - began),
        };
      });
    },
  };
}

/** What a table of prices leaves open. */
const NOTES: readonly string[] = [
  'What was refused, failed or was answered from a gateway’s own cache costs nothing, whatever the prices are.',
  'A request is priced by its tokens. Prices for long prompts, batches, images and sound, for what is written to a provider’s cache, and a gateway’s own discounts are not looked at.',
];

interface Found {
  readonly told: NodeToReplay['told'];
  readonly repriced: Repriced;
  readonly comparison: VerdictComparison;
  readonly ownPriced: readonly string[];
}

async function repriceNode(
  node: NodeToReplay,
  held: HeldPhases,
  { table, first }: PricesToUse,
  context: CallContext,
): Promise<Omit<Found, 'told'>> {
  const { log } = await node.priced(context);
  await goOn(context);
  const own = ownPrices(node.held);
  const repriced = repriceLog(log, { table, own, first });
  await goOn(context);
  const phases = statePhases(held, (resources) => node.stateOf(resources, log.combinations));
  const label = `Replaying the requests of ${node.told.node} at other prices`;
  const before = await inSteps(replaySteps(log, phases), label, context);
  await goOn(context);
  const after = await inSteps(replaySteps({ ...log, spendNano: repriced.spendNano }, phases), label, context);
  await goOn(context);
  return { repriced, comparison: compareVerdicts(log, before, after), ownPriced: [...own.keys()].sort() };
}

interface PricesToUse extends Pick<Pricing, 'table' | 'first'> {
  readonly words: string;
}

async function pricesFrom(source: PriceSource): Promise<PricesToUse> {
  switch (source.type) {
    case 'own':
      return { table: NO_PRICES, first: 'own', words: 'the prices that nodes have of their own' };
    case 'release': {
      const release = /^v?(\d+\.\d+\.\d+)(?![.\d])/.exec(source.release.trim())?.[1] ?? '';
      const table = pricesOf(release);
      if (table === null)
        throw new ProblemError({
          code: 'no_prices',
          message: `The cost map of ${JSON.stringify(source.release)} is not known; those of ${PRICED_RELEASES.join(' and ')} are.`,
          next: 'Name one of these, or a file of prices: each release of LiteLLM has its own as model_prices_and_context_window_backup.json.',
        });
      return { table, first: 'own', words: `the cost map of ${table.release}` };
    }
    case 'file': {
      const text = await readTextFile(source.path);
      if (text === null)
        throw new ProblemError({
          code: 'file_not_read',
          message: `${source.path} could not be read (it is not there).`,
          next: 'Check the name of the file.',
          where: source.path,
        });
      // Who brings prices wants them, whatever a node says of its own.
      return { table: readPriceFile(text, source.path), first: 'table', words: source.path };
    }
  }
}

function verdictsOf(comparisons: readonly VerdictComparison[]): RepriceView['verdicts'] {
  const sum = (pick: (one: VerdictComparison) => number): number =>
    comparisons.reduce((all, one) => all + pick(one), 0);
  const denied = comparisons.flatMap(({ groups }) => groups.filter(({ change }) => change === 'denied'));
  return {
    denied: sum((one) => one.denied),
    gained: sum((one) => one.gained),
    spendDenied: formatNano(denied.reduce((all, { nano }) => all + nano, 0n)),
  };
}
