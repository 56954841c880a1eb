import { formatNano } from '../../cost/money.ts';
import type { ExplainedRule } from '../explained-file.ts';
import { many } from '../many.ts';
import { nanoOf } from '../neutral-values.ts';
import type { DoublewordCases } from './doubleword-case-file.ts';
import type { DoublewordRules } from './rules.ts';
import { EVERYONE } from '../../fleet/nil-identity.ts';

/** Who asked for what. */
interface Asked {
  readonly key: string;
  readonly model: string;
}

/** Why requests are let through or refused, as sentences; knows what was paid so far. */
export interface Reasons {
  of(rule: ExplainedRule, asked: Asked): string;
  /** Takes what a request of a key that was let through costs from its owner's credit. Nano-dollars. */
  charge(key: string, nano: bigint): void;
}

const INTERVALS = { daily: ' a day (UTC)', weekly: ' a week (UTC)', monthly: ' a month (UTC)' } as const;

/** Makes the reasons of one file. */
export function createReasons(cases: DoublewordCases, rules: DoublewordRules): Reasons {
  const keys = new Map(cases.keys.map((key) => [key.id, key]));
  const models = new Map(cases.models.map((model) => [model.alias, model]));
  const owners = new Map(
    [...(cases.users ?? []), ...(cases.organizations ?? [])].map((owner) => [owner.id, owner]),
  );
  const paid = new Map<string, bigint>();
  const ownerOf = (key: string): string => keys.get(key)?.user_id ?? '';
  const named = (id: string): string => owners.get(id)?.name ?? id;

  function groupWords(owner: string, model: string): string {
    const giving = cases.groups.filter(({ models: own }) => own?.includes(model));
    if (giving.some(({ id }) => id === EVERYONE)) return 'as everyone may';
    const group = giving.find(({ members }) => members?.includes(owner));
    return `by the group ${group?.name ?? group?.id ?? ''}`;
  }

  function balanceOf(owner: string): bigint {
    return (nanoOf(owners.get(owner)?.credit_balance ?? undefined) ?? 0n) - (paid.get(owner) ?? 0n);
  }

  function allowedWords({ key, model }: Asked): string {
    const { purpose, spend_limit: limit } = keys.get(key) ?? {};
    const owner = ownerOf(key);
    const action = models
      .get(model)
      ?.traffic_routing_rules?.find((rule) => rule.api_key_purpose === purpose)?.action;
    const sent = action?.type === 'redirect' ? ` Its traffic rules send it to ${action.target}.` : '';
    const ignored =
      limit === null || limit === undefined || rules.enforcesSpendLimits
        ? ''
        : ' This release ignores the spend limit of the key.';
    return `${named(owner)} may call ${model}, ${groupWords(owner, model)}.${sent}${ignored}`;
  }

  function refusedWords(rule: ExplainedRule, { key, model }: Asked): string {
    const owner = ownerOf(key);
    const {
      purpose,
      spend_limit: limit,
      spend_limit_interval: interval,
      requests_per_second: perSecond,
    } = keys.get(key) ?? {};
    switch (rule) {
      case 'unknown-model':
        return `There is no model ${model}.`;
      case 'key-unknown':
        return `There is no key ${key}.`;
      case 'key-purpose':
        return 'The key is for the admin API (purpose platform), and calls no model.';
      case 'no-access':
        return `No group of ${named(owner)} may call ${model}, and not everyone may.`;
      case 'traffic-rule':
        return `The traffic rules of ${model} deny keys for ${purpose ?? 'that'}.`;
      case 'credits':
        return `The credit of ${named(owner)} is used up ($${formatNano(balanceOf(owner))}), and ${model} is not free.`;
      case 'key-budget': {
        const each = interval === null || interval === undefined ? '' : INTERVALS[interval];
        return `The key has spent its limit of $${formatNano(nanoOf(limit ?? undefined) ?? 0n)}${each}, and ${model} is not free.`;
      }
      case 'key-rate':
        return `The key may make ${rateWords(perSecond)}, and its burst is used up.`;
      case 'model-rate':
        return `${model} takes ${rateWords(models.get(model)?.requests_per_second)} of all callers, and its burst is used up.`;
      case 'model-parallel':
        return `${model} answers ${many(models.get(model)?.capacity ?? 0, 'request')} at the same time, and so many are under way.`;
      default:
        return 'It is refused.';
    }
  }

  /** Whole numbers are counted by, at least one. */
  function rateWords(perSecond: number | null | undefined): string {
    const whole = Math.max(rules.leastRate, Math.floor(perSecond ?? 0));
    return `${many(whole, 'request')} a second`;
  }

  return {
    of: (rule, asked) => (rule === 'allowed' ? allowedWords(asked) : refusedWords(rule, asked)),
    charge(key, nano) {
      const owner = ownerOf(key);
      paid.set(owner, (paid.get(owner) ?? 0n) + nano);
    },
  };
}
