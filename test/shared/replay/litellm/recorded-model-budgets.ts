import { litellmState } from '../../../../shared/replay/litellm/litellm-state.ts';
import { namedRulesOf } from '../../../../shared/replay/litellm/release-rules.ts';
import { replay } from '../../../../shared/replay/replay.ts';
import { RULES } from '../../../../shared/replay/replay-state.ts';
import type { Combination, RequestLog } from '../../../../shared/replay/request-log.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';

/** What a release's own functions said to requests under budgets for single models; each file says how it came about. */
export interface RecordedModelBudgets {
  readonly release: string;
  /** Name, target, access groups. */
  readonly deployments: readonly (readonly [string, string, readonly string[]])[];
  readonly scenarios: readonly RecordedScenario[];
}

export interface RecordedScenario {
  /** Milliseconds since 1970 UTC. */
  readonly fromMs: number;
  readonly hasTeam: boolean;
  readonly hasUser: boolean;
  /** The `model_max_budget` of each. */
  readonly key: JsonObject;
  readonly team: JsonObject | null;
  readonly user: JsonObject | null;
  readonly customer: JsonObject | null;
  readonly member: JsonObject | null;
  /** Milliseconds after the begin, the model, dollars, and whose budget refused. */
  readonly requests: readonly (readonly [number, string, number, string | null])[];
}

/**
 * Whose budget refuses each request in a replay.
 *
 * @param models as the log lists them, which may be several times and in any order
 */
export function replayed(
  { release, deployments }: Omit<RecordedModelBudgets, 'scenarios'>,
  scenario: RecordedScenario,
  models: readonly string[] = [...new Set(scenario.requests.map(([, model]) => model))],
): readonly (string | null)[] {
  const { requests, hasTeam, hasUser, customer, fromMs } = scenario;
  const combinations = models.map((model): Combination => ({
    team: hasTeam ? 't' : '',
    key: 'k',
    user: hasUser ? 'u' : '',
    model,
    outcome: 'allowed',
    ...(customer === null ? {} : { customer: 'c' }),
  }));
  const log: RequestLog = {
    count: requests.length,
    startMs: Float64Array.from(requests, ([ms]) => fromMs + ms),
    // Of those that are listed several times, in turns.
    combination: Uint32Array.from(requests, ([, model], place) =>
      place % 2 === 0 ? models.indexOf(model) : models.lastIndexOf(model),
    ),
    spendNano: Float64Array.from(requests, ([, , dollars]) => dollars * 1e9),
    tokens: new Float64Array(requests.length),
    combinations,
  };
  const resources = resourcesOf(deployments, scenario);
  const state = litellmState(resources, combinations, namedRulesOf(release).rules, 'UTC');
  return [...replay(log, state)].map((verdict) => {
    const rule = RULES[verdict] ?? '';
    return rule === 'allowed' ? null : rule.replace(/-model-budget$/, '');
  });
}

function resourcesOf(
  deployments: RecordedModelBudgets['deployments'],
  { key, team, user, customer, member, hasTeam, hasUser }: RecordedScenario,
): readonly Resource[] {
  const made = (kind: Resource['kind'], id: string, rest: Partial<Resource>): Resource => ({
    kind,
    id,
    name: id,
    owner: 'database',
    fields: {},
    settings: {},
    observed: {},
    ...rest,
  });
  const people =
    member === null ? [] : [{ user: 'u', settings: { litellm_budget_table: { model_max_budget: member } } }];
  return [
    ...deployments.map(([name, target, groups]) =>
      made('model', name, {
        fields: { target, inputPrice: '0.000001', outputPrice: '0.000002' },
        settings: { model_info: { access_groups: [...groups] } },
      }),
    ),
    made('key', 'k', {
      fields: { models: ['*'], team: hasTeam ? 't' : null, user: hasUser ? 'u' : null },
      settings: { model_max_budget: key },
    }),
    ...(hasTeam
      ? [
          made('team', 't', {
            fields: { models: ['*'] },
            settings: { model_max_budget: team },
            observed: { member_budgets: people },
          }),
        ]
      : []),
    ...(hasUser
      ? [made('user', 'u', { fields: { models: ['*'] }, settings: { model_max_budget: user } })]
      : []),
    ...(customer === null
      ? []
      : [made('customer', 'c', { settings: { litellm_budget_table: { model_max_budget: customer } } })]),
  ];
}
