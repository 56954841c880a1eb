import type { Resource } from '../../fleet/snapshot.ts';
import { countOf, countsOf, objectOf } from '../neutral-values.ts';
import { ALLOWED, ruleNumber } from '../replay-state.ts';
import type { ReplayHolder, ReplayLimit, Rule } from '../replay-state.ts';
import type { Holder } from './decide.ts';
import { memberOf, organizationOf } from './related.ts';
import type { Related } from './related.ts';
import type { ReleaseRules } from './release-rules.ts';

/** Who calls; undefined for whom the node does not know. */
export type Callers = Readonly<Record<Holder, Resource | undefined>>;

/** The limits of a LiteLLM node, numbered as they are met. */
export interface Limits {
  readonly all: readonly ReplayLimit[];
  /** Numbers of the limits that a request meets, in the order in which the gateway looks at them. */
  of(callers: Callers, model: string, customer: string): readonly number[];
}

const NONE = { requests: null, tokens: null, parallel: null };
const NOTHING: Pick<Resource, 'fields' | 'settings'> = { fields: {}, settings: {} };

/**
 * Requests and tokens a minute of keys, users, teams, members, customers and organizations, of keys and teams for one
 * model, and parallel requests of keys; those of users and teams are not enforced (1.81.13 and 1.106.2,
 * `parallel_request_limiter_v3`). What is only enforced while a model fails (`dynamic`) is left out.
 */
export function createLimits(related: Related, { limits: rules }: ReleaseRules): Limits {
  const all: ReplayLimit[] = [];
  const numbers = new Map<string, number | null>();

  /** The number of a limit that is made where it is first met; null where nothing is limited. */
  function numberOf(id: string, make: () => ReplayLimit): number | null {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const limit = make();
    const isLimit = limit.requests !== null || limit.tokens !== null || limit.parallel !== null;
    const number = isLimit ? all.push(limit) - 1 : null;
    numbers.set(id, number);
    return number;
  }

  function ofHolder(
    holder: LimitedHolder,
    id: string,
    said: () => Pick<Resource, 'fields' | 'settings'> | undefined,
  ): number | null {
    return numberOf(`${holder} ${id}`, () => {
      const rules = rulesOf(
        `${holder}-requests`,
        `${holder}-tokens`,
        holder === 'key' ? 'key-parallel' : null,
      );
      return { holder, id, model: null, ...limitsOf(holder, said()), rate: null, rules };
    });
  }

  const ofResource = (holder: LimitedHolder, resource: Resource | undefined): number | null =>
    resource === undefined ? null : ofHolder(holder, resource.id, () => resource);

  function ofMember(callers: Callers): number | null {
    const member = memberOf(callers);
    if (member === null) return null;
    return ofHolder('member', `${member.team.id}/${member.user}`, () => ({
      fields: related.memberOf(member) ?? {},
      settings: {},
    }));
  }

  function ofModel(holder: 'key' | 'team', resource: Resource | undefined, model: string): number | null {
    if (resource === undefined) return null;
    return numberOf(`${holder} ${resource.id} ${model}`, () => {
      const metadata = objectOf(resource.settings['metadata']);
      return {
        holder,
        id: resource.id,
        model,
        requests: countsOf(metadata['model_rpm_limit']).get(model) ?? null,
        tokens: countsOf(metadata['model_tpm_limit']).get(model) ?? null,
        parallel: null,
        rate: null,
        rules: rulesOf(`${holder}-model-requests`, `${holder}-model-tokens`, null),
      };
    });
  }

  return {
    all,
    of(callers, model, customer) {
      const { key, team, user } = callers;
      const ofKeyModel = ofModel('key', key, model);
      const asksTeam = ofKeyModel === null || !rules.keyModelReplacesTeamModel;
      return [
        ofResource('key', key),
        ofResource('user', user),
        ofResource('team', team),
        ofMember(callers),
        ofResource('customer', related.customers.get(customer)),
        ofKeyModel,
        asksTeam ? ofModel('team', team, model) : null,
        ofResource('organization', related.organizations.get(organizationOf(callers))),
      ].filter((number) => number !== null);
    },
  };
}

type LimitedHolder = Exclude<ReplayHolder, 'tag' | 'proxy' | 'owner' | 'model'>;

function limitsOf(
  holder: LimitedHolder,
  said: Pick<Resource, 'fields' | 'settings'> | undefined,
): Pick<ReplayLimit, 'requests' | 'tokens' | 'parallel'> {
  const { fields, settings } = said ?? NOTHING;
  const requests = countOf(fields['requestsPerMinute']);
  const tokens = countOf(fields['tokensPerMinute']);
  if (holder !== 'key') return { ...NONE, requests, tokens };
  const metadata = objectOf(settings['metadata']);
  const enforced = (limit: number | null, type: string): number | null =>
    (metadata[type] ?? settings[type]) === 'dynamic' ? null : limit;
  return {
    requests: enforced(requests, 'rpm_limit_type'),
    tokens: enforced(tokens, 'tpm_limit_type'),
    parallel: countOf(settings['max_parallel_requests']),
  };
}

function rulesOf(requests: Rule, tokens: Rule, parallel: Rule | null): ReplayLimit['rules'] {
  return {
    requests: ruleNumber(requests),
    tokens: ruleNumber(tokens),
    parallel: parallel === null ? ALLOWED : ruleNumber(parallel),
  };
}
