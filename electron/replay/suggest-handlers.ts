import { GATEWAY_FACTS } from '../../shared/fleet/gateway-facts.ts';
import type { Interval } from '../../shared/audit/months.ts';
import type { NodeCoverage } from '../../shared/audit/logged-request.ts';
import type { ReplayedNode } from '../../shared/contract/replay-answers.ts';
import { periodsOfTeams, suggestPolicy } from '../../shared/policy/suggest-policy.ts';
import type { UseOfTeam } from '../../shared/policy/suggest-policy.ts';
import { observedGroupUse } from '../../shared/replay/doubleword/observed-group-use.ts';
import { observedUse } from '../../shared/replay/observed-use.ts';
import type { SeenTime, TeamUse } from '../../shared/replay/observed-use.ts';
import { many } from '../../shared/replay/many.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Archive } from '../archive/archive.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { readablePolicy } from '../workspace/policy-file.ts';
import { goOn } from './go-on.ts';
import { countedRows } from './replay-nodes.ts';
import type { ReplayNodes } from './replay-nodes.ts';
import { spanText } from './span-facts.ts';

/** What a month of use does not say. */
const NOTES: readonly string[] = [
  'What a team did not call in this time is taken from its list: what is needed once a quarter is not seen here.',
  'What was refused is not use: a team that ran into its limits gets no more than it was let through.',
  'A budget holds at each node by itself: it is made from the node that spent most. Groups of Doubleword have none.',
];

/** The call that suggests a policy. */
export function createSuggestHandlers(
  ready: ReplayNodes,
  archive: Pick<Archive, 'coverageOf'>,
): HandlersOf<'replay.suggest'> {
  return {
    'replay.suggest': ({ margin, models, budgets, ...wish }, context) =>
      ready.use(wish, context, async ({ span, entries, told, nodes }) => {
        const policy = readablePolicy(wish.policy, wish.policyFile);
        const periodOf = periodsOfTeams(policy);
        const filter = { ...spanText(span), where: [] };
        const names = nodes.map(({ told: { node } }) => node);
        const coverage = await archive.coverageOf(filter, names, countedRows(told));
        if (coverage.every(({ from }) => from === null)) throw nothingKnown(told);
        const uses: TeamUse[] = [];
        /** Those that can have a budget. */
        const budgeted = new Set<string>();
        for (const { told: of, gateway, read, held, stateOf } of nodes) {
          const environment = entries.find(({ name }) => name === of.node)?.environment ?? '';
          const { clock } = stateOf(held, []);
          const seen = seenOf(
            span,
            coverage.find(({ node }) => node === of.node),
          );
          const used =
            GATEWAY_FACTS[gateway].logNames === 'payer'
              ? observedGroupUse(read.log, held)
              : observedUse(read.log, held, periodOf, clock, seen);
          const here = used.filter(
            ({ team }) => policy.teams.get(team)?.environments?.includes(environment) ?? true,
          );
          uses.push(...here);
          if (GATEWAY_FACTS[gateway].hasTeamBudgets) for (const { team } of here) budgeted.add(team);
          await goOn(context);
        }
        const used = together(uses);
        return {
          ...suggestPolicy(wish.policy, policy, used, { margin, models, budgets }),
          notes: [
            ...(budgets ? partsOfPeriods(used.filter(({ team }) => budgeted.has(team))) : []),
            ...gapsOf(coverage, names),
            ...NOTES,
          ],
          leftNodes: told.filter(({ left }) => left !== null),
        };
      }),
  };
}

/** Of a time of which the archive holds nothing, that a team called nothing would be no more than a guess. */
function nothingKnown(told: readonly ReplayedNode[]): ProblemError {
  const reasons = told.flatMap(({ left }) => left ?? []);
  return new ProblemError({
    code: 'nothing_replayed',
    message: ['Nothing of this time is known, so there is nothing to make a policy from.', ...reasons].join(
      ' ',
    ),
    next: 'Choose a time whose requests are imported, of a node that was pulled.',
  });
}

/** The time that a node's log tells of: up to where it was imported, without what it lacks. */
function seenOf({ fromMs, untilMs }: Interval, coverage: NodeCoverage | undefined): SeenTime {
  const lastMs = Date.parse(coverage?.until ?? '');
  return {
    fromMs,
    untilMs: Math.min(untilMs, Number.isNaN(lastMs) ? fromMs : lastMs),
    gaps: (coverage?.gaps ?? []).map(({ from, until }) => ({
      fromMs: Date.parse(from),
      untilMs: Date.parse(until),
    })),
  };
}

/** For whom no budget is suggested, and why. */
function partsOfPeriods(uses: readonly UseOfTeam[]): readonly string[] {
  const teams = uses.filter(({ mostNano }) => mostNano === null).length;
  return teams === 0
    ? []
    : [
        `No whole period of the budgets of ${many(teams, 'team')} lies in this time, or none is logged whole: what a part of a period cost would be too small a budget, so that none is suggested.`,
      ];
}

function gapsOf(coverage: readonly NodeCoverage[], names: readonly string[]): readonly string[] {
  return coverage.flatMap(({ node, gaps }) =>
    gaps.length === 0 || !names.includes(node)
      ? []
      : [
          `The log of ${node} lacks ${many(gaps.length, 'part')} of this time, the first from ${gaps[0]?.from.slice(0, 16) ?? ''} UTC on: what was called then is not seen here.`,
        ],
  );
}

/** A team's use at several nodes as one: all that it called, and the most it spent at one of them. */
function together(uses: readonly TeamUse[]): readonly UseOfTeam[] {
  const teams = new Map<string, UseOfTeam>();
  for (const { team, models, requests, mostNano } of uses) {
    const known = teams.get(team);
    const before = known?.mostNano ?? null;
    teams.set(team, {
      team,
      models: new Set([...(known?.models ?? []), ...models.keys()]),
      requests: (known?.requests ?? 0) + requests,
      mostNano: mostNano === null || (before !== null && before > mostNano) ? before : mostNano,
    });
  }
  return [...teams.values()];
}
