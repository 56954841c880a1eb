import type { Policy } from '../../shared/policy/policy.ts';
import { readPolicy } from '../../shared/policy/read-policy.ts';
import { SUGGESTED_PERIOD, suggestPolicy } from '../../shared/policy/suggest-policy.ts';
import type { UseOfTeam } from '../../shared/policy/suggest-policy.ts';
import { observedGroupUse } from '../../shared/replay/doubleword/observed-group-use.ts';
import { observedUse } from '../../shared/replay/observed-use.ts';
import type { TeamUse } from '../../shared/replay/observed-use.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { findingProblem } from '../workspace/fleet-file.ts';
import { POLICY_FILE } from '../workspace/paths.ts';
import { goOn } from './replay-nodes.ts';
import type { ReplayNodes } from './replay-nodes.ts';

/** What a month of use does not say. */
const NOTES: readonly string[] = [
  'What a team did not call in this time is taken from its list: what is needed once a quarter is not seen here.',
  'What was refused is not use: a team that ran into its limits gets no more than it was let through.',
  'A budget holds at each node by itself: it is made from the node that spent most. Groups of Doubleword have none.',
];

/** The call that suggests a policy. */
export function createSuggestHandlers(ready: ReplayNodes): HandlersOf<'replay.suggest'> {
  return {
    'replay.suggest': ({ margin, models, budgets, ...wish }, context) =>
      ready.use(wish, context, async ({ entries, told, nodes }) => {
        const policy = policyOf(wish.policy);
        const uses: TeamUse[] = [];
        for (const { told: of, gateway, read, held, stateOf } of nodes) {
          const environment = entries.find(({ name }) => name === of.node)?.environment ?? '';
          const { zone } = stateOf(held, []);
          const periodOf = (team: string): string | null =>
            policy.teams.get(team)?.budget?.period ?? SUGGESTED_PERIOD;
          const used =
            gateway === 'doubleword'
              ? observedGroupUse(read.log, held)
              : observedUse(read.log, held, periodOf, zone);
          uses.push(
            ...used.filter(({ team }) => policy.teams.get(team)?.environments?.includes(environment) ?? true),
          );
          await goOn(context);
        }
        return {
          ...suggestPolicy(wish.policy, policy, together(uses), { margin, models, budgets }),
          notes: NOTES,
          leftNodes: told.filter(({ left }) => left !== null),
        };
      }),
  };
}

/** A team's use at several nodes as one: all that it called, and the most it spent at one of them. */
function together(uses: readonly TeamUse[]): readonly UseOfTeam[] {
  const teams = new Map<string, UseOfTeam>();
  for (const { team, models, requests, mostNano } of uses) {
    const known = teams.get(team);
    const most = BigInt(Math.round(mostNano));
    teams.set(team, {
      team,
      models: new Set([...(known?.models ?? []), ...models.keys()]),
      requests: (known?.requests ?? 0) + requests,
      mostNano: known !== undefined && known.mostNano > most ? known.mostNano : most,
    });
  }
  return [...teams.values()];
}

function policyOf(text: string): Policy {
  const { policy, findings } = readPolicy(text);
  if (policy !== null) return policy;
  throw findingProblem('policy_invalid', POLICY_FILE, findings);
}
