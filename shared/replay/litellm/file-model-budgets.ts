import type { Resource } from '../../fleet/snapshot.ts';
import type { JsonObject } from '../../json.ts';
import { ExactSums } from '../exact-sums.ts';
import { nanoOf } from '../neutral-values.ts';
import type { ReplayBudget } from '../replay-state.ts';
import { createSpendWindows } from '../spend-windows.ts';
import type { Callers } from './callers.ts';
import type { ModelCatalogue } from './catalogue.ts';
import type { ModelBudgetCheck } from './decide.ts';
import { createModelBudgets } from './litellm-model-budgets.ts';
import { relatedOf } from './related.ts';
import type { ReleaseRules } from './release-rules.ts';

/** One who calls, as a file of requests tells of them. */
interface FileHolder {
  readonly model_max_budget?: JsonObject | null | undefined;
  /** Dollars by the name that a budget's spend is counted under. */
  readonly model_spend?: Readonly<Record<string, number>> | null | undefined;
  readonly aliases?: Readonly<Record<string, string>> | null | undefined;
  readonly model_aliases?: Readonly<Record<string, string>> | null | undefined;
}

/** Who calls in a file of requests; ids tell them apart within it. */
export interface FileCaller {
  readonly key: FileHolder & { readonly token: string };
  readonly team: (FileHolder & { readonly team_id: string }) | null;
  readonly user: (FileHolder & { readonly user_id: string }) | null;
}

/** A request of such a file. */
export interface FileRequest {
  readonly caller: FileCaller;
  readonly model: string;
}

/** The budgets for single models that requests of a file meet, by the numbers of the requests. */
export interface FileModelBudgets {
  /** @param ms of the request, where spend adds up; null where what was spent is said */
  check(request: number, ms: number | null): ModelBudgetCheck;
  /** Adds what a request cost that was let through, nano-dollars. */
  add(request: number, ms: number, nano: number): void;
}

/** Null where nobody in the file has any. */
export function fileModelBudgets(
  requests: readonly FileRequest[],
  catalogue: ModelCatalogue,
  rules: ReleaseRules,
): FileModelBudgets | null {
  const all: ReplayBudget[] = [];
  const { ofCaller } = createModelBudgets({ all, related: relatedOf([]), catalogue, rules });
  const known = new Map<FileCaller, ReturnType<typeof ofCaller>>();
  const met = requests.map(({ caller, model }) => {
    const own = known.get(caller) ?? ofCaller(resourcesOf(caller));
    known.set(caller, own);
    return own?.of({ key: caller.key.token, team: '', user: '', model, outcome: 'allowed' }) ?? null;
  });
  if (all.length === 0) return null;
  const windows = createSpendWindows(all);
  const spent = new ExactSums(all.length);

  /** What a file says that was spent of a budget, nano-dollars. */
  function told(number: number, { key, team, user }: FileCaller): bigint {
    const budget = all[number];
    const holder = { key, team, user, customer: null, member: null }[budget?.holder as 'key'] ?? null;
    const own = nanoOf(holder?.model_spend?.[budget?.model ?? '']);
    if (own !== null) return own;
    const other = budget?.opens?.insteadWhileUnspent ?? null;
    return other === null ? 0n : told(other, { key, team, user });
  }

  return {
    check: (request, ms) => (which) => {
      const caller = requests[request]?.caller;
      for (const number of met[request]?.[which] ?? []) {
        const budget = all[number];
        if (caller === undefined || budget === undefined || budget.max === null) continue;
        if (ms === null) spent.set(number, told(number, caller));
        else windows?.look(number, ms, spent);
        const now = spent.of(number);
        const { holder, max, bound, model = '', period } = budget;
        if (now > max || (now === max && bound === 'reached'))
          return {
            check: 'model-budget',
            holder: holder as 'key',
            model,
            spent: now,
            max,
            period: period ?? '',
          };
      }
      return null;
    },
    add(request, ms, nano) {
      if (nano <= 0) return;
      for (const number of met[request]?.charged ?? []) {
        windows?.open(number, ms, spent);
        spent.add(number, nano);
      }
    },
  };
}

function resourcesOf({ key, team, user }: FileCaller): Callers {
  const made = (kind: Resource['kind'], id: string, holder: FileHolder): Resource => ({
    kind,
    id,
    name: id,
    owner: 'database',
    fields: {},
    settings: {
      model_max_budget: holder.model_max_budget ?? null,
      aliases: holder.aliases ?? {},
      model_aliases: holder.model_aliases ?? {},
    },
    observed: {},
  });
  return {
    key: made('key', key.token, key),
    team: team === null ? undefined : made('team', team.team_id, team),
    user: user === null ? undefined : made('user', user.user_id, user),
  };
}
