import type {
  UpgradeCauseView,
  UpgradeCounts,
  UpgradedNodeView,
  UpgradedSpend,
} from '../../shared/contract/upgrade-answers.ts';
import { formatNano, sumDecimal } from '../../shared/cost/money.ts';
import { namedRulesOf } from '../../shared/replay/litellm/release-rules.ts';
import type { ChosenRules } from '../../shared/replay/litellm/release-rules.ts';
import { rulesBetween } from '../../shared/replay/litellm/rules-between.ts';
import type { MapSpend } from '../../shared/replay/prices/map-spend.ts';
import { replayNotes } from '../../shared/replay/replay-notes.ts';
import { basisWords, rulesTaken } from '../../shared/replay/rules-taken.ts';
import { always } from '../../shared/replay/state-after.ts';
import type { HeldPhases } from '../../shared/replay/state-after.ts';
import { replayUpgrade } from '../../shared/replay/upgrade.ts';
import type { Upgrade } from '../../shared/replay/upgrade.ts';
import type { Archive } from '../archive/archive.ts';
import { newestNames } from '../archive/query/names.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { costMapNotes, spentByMap } from './cost-maps.ts';
import { notesOfNodes } from './notes-of-nodes.ts';
import { inSteps } from './go-on.ts';
import type { NodeToReplay, ReplayNodes } from './replay-nodes.ts';
import { factsOfSpan } from './span-facts.ts';

/** The call about another release. */
export function createUpgradeHandlers(
  ready: ReplayNodes,
  archive: Pick<Archive, 'coverageOf' | 'problems'>,
): HandlersOf<'replay.upgrade'> {
  return {
    async 'replay.upgrade'({ to, ...wish }, context) {
      const began = performance.now();
      const target = namedRulesOf(to);
      return ready.use(wish, context, async ({ span, entries, stores, told, nodes }) => {
        const { team } = await newestNames(stores);
        const found: UpgradedNode[] = [];
        for (const node of nodes) {
          if (node.litellm === null) continue;
          // Without a policy the question is what the node as it is would do.
          const held = wish.policy === undefined ? always(node.held) : node.after;
          const rules = { before: node.litellm.chosen.rules, after: target.rules };
          const { read, spend } = await spentByMap(node, rules, context);
          const steps = replayUpgrade(read.log, {
            held,
            rules,
            zone: node.litellm.zone,
            spend: spend ?? undefined,
          });
          const label = `Replaying ${node.told.node} under the rules of ${target.rules.release}`;
          const upgrade = await inSteps(steps, label, context);
          found.push({
            view: viewOf(
              { ...node, read },
              upgrade,
              { before: node.litellm.chosen, after: target, spend },
              team,
            ),
            notes: notesOf({ ...node, read }, upgrade, held, span.fromMs),
            ofMaps: costMapNotes(rules, spend),
          });
        }
        const views = found.map(({ view }) => view);
        return {
          ...sumCounts(views),
          ...(await factsOfSpan(archive, { span, entries, told })),
          to,
          nodes: views,
          left: [
            ...told.filter(({ left }) => left !== null),
            ...nodes
              .filter(({ litellm }) => litellm === null)
              .map(({ told: of }) => ({
                ...of,
                left: `${of.node} runs no LiteLLM: releases are compared for LiteLLM alone.`,
              })),
          ],
          notes: [
            ...ofRules(views),
            ...notesOfNodes(found.map(({ view, notes }) => ({ node: view.node, notes }))),
            ...new Set(found.flatMap(({ ofMaps }) => ofMaps)),
          ],
          tookMs: Math.round(performance.now() - began),
        };
      });
    },
  };
}

interface UpgradedNode {
  readonly view: UpgradedNodeView;
  /** What has to be said beside the numbers of this node, and of what its budgets are filled with. */
  readonly notes: readonly string[];
  readonly ofMaps: readonly string[];
}

function viewOf(
  { told, read }: NodeToReplay,
  { comparison, causes, costMap }: Upgrade,
  {
    before,
    after,
    spend,
  }: { readonly before: ChosenRules; readonly after: ChosenRules; readonly spend: MapSpend | null },
  names: ReadonlyMap<string, string>,
): UpgradedNodeView {
  const active = new Set(causes.map(({ difference }) => difference.code));
  const denied = comparison.groups.filter(({ change }) => change === 'denied');
  return {
    node: told.node,
    version: told.version,
    before: rulesTaken(before),
    after: rulesTaken(after),
    spend: spend === null ? null : spendOf(spend),
    requests: comparison.requests,
    unchanged: comparison.unchanged,
    denied: comparison.denied,
    gained: comparison.gained,
    notEvaluable: comparison.notEvaluable,
    spendDenied: formatNano(denied.reduce((sum, { nano }) => sum + nano, 0n)),
    tokensDenied: denied.reduce((sum, { tokens }) => sum + tokens, 0),
    causes: causes.map((cause): UpgradeCauseView => ({
      code: cause.difference.code,
      text: cause.difference.text,
      denied: cause.denied,
      gained: cause.gained,
      spendDenied: formatNano(cause.deniedNano),
      models: cause.models,
      teams: cause.teams.map((id) => ({ id, name: names.get(id) ?? null })),
      samples: cause.examples.flatMap(({ place, change, rule }) => {
        const id = read.idOf(place);
        const { team = '', model = '' } = read.log.combinations[read.log.combination[place] ?? 0] ?? {};
        return id === null ? [] : [{ node: told.node, id, change, rule, team, model }];
      }),
    })),
    idle: [...rulesBetween(before.rules, after.rules), ...(costMap === null ? [] : [costMap])].filter(
      ({ code }) => !active.has(code),
    ),
  };
}

function spendOf({ releases, priced, kept, models, before, after }: MapSpend): UpgradedSpend {
  return { releases, priced, kept, models, was: formatNano(before), wouldBe: formatNano(after) };
}

/** What has to be said beside the numbers of a node. */
function notesOf(
  { gateway, read: { log } }: NodeToReplay,
  { comparison, phases: { before, after } }: Upgrade,
  held: HeldPhases,
  fromMs: number,
): readonly string[] {
  const last = <Item>(items: readonly [Item, ...Item[]]): Item => items.at(-1) ?? items[0];
  return replayNotes({
    gateway,
    log,
    fromMs,
    before: before[0].state,
    after: last(after).state,
    phases: after,
    comparison,
    resources: last(held).resources,
  }).map(({ text }) => text);
}

/** What is not certain of the rules themselves, once of each release. */
function ofRules(views: readonly UpgradedNodeView[]): readonly string[] {
  return [...new Set(views.flatMap(({ before, after }) => [basisWords(before), basisWords(after)]))].filter(
    (words) => words !== null,
  );
}

function sumCounts(views: readonly UpgradeCounts[]): UpgradeCounts {
  const sum = (pick: (counts: UpgradeCounts) => number): number =>
    views.reduce((all, view) => all + pick(view), 0);
  return {
    requests: sum(({ requests }) => requests),
    unchanged: sum(({ unchanged }) => unchanged),
    denied: sum(({ denied }) => denied),
    gained: sum(({ gained }) => gained),
    notEvaluable: sum(({ notEvaluable }) => notEvaluable),
    spendDenied: sumDecimal(views.map(({ spendDenied }) => spendDenied)),
    tokensDenied: sum(({ tokensDenied }) => tokensDenied),
  };
}
