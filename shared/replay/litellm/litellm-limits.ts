import type { Resource } from '../../fleet/snapshot.ts';
import { countOf, countsOf, objectOf } from '../neutral-values.ts';
import { ALLOWED, ruleNumber } from '../replay-state.ts';
import type { ReplayHolder, ReplayLimit, Rule } from '../replay-state.ts';
import { memberOf, organizationOf } from './related.ts';
import type { Related } from './related.ts';
import type { ReleaseRules } from './release-rules.ts';
import type { Callers } from './callers.ts';

/** The limits of a LiteLLM node, numbered as they are met. */
export interface Limits {
  readonly all: readonly ReplayLimit[];
  /** The limits of who calls, looked up once for all of their requests. */
  ofCaller(callers: Callers): CallerLimits;
  /** Whether a customer has limits. */
  hasOwn(customer: string): boolean;
}

/** What the requests of one caller meet. */
export interface CallerLimits {
  /** Whether requests meet others for some models. */
  readonly dependOnModel: boolean;
  /** Numbers of the limits that a request meets, in the order in which the gateway looks at them. */
  of(model: string, customer: string): readonly number[];
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

  const ofCustomer = (customer: string): number | null =>
    ofResource('customer', related.customers.get(customer));

  /** What makes the limit of a holder for a model; null for a holder without any of that kind. */
  function forModels(
    holder: 'key' | 'team',
    resource: Resource | undefined,
  ): ((model: string) => number | null) | null {
    if (resource === undefined) return null;
    const metadata = objectOf(resource.settings['metadata']);
    const requests = countsOf(metadata['model_rpm_limit']);
    const tokens = countsOf(metadata['model_tpm_limit']);
    if (requests.size === 0 && tokens.size === 0) return null;
    const rules = rulesOf(`${holder}-model-requests`, `${holder}-model-tokens`, null);
    return (model) =>
      numberOf(`${holder} ${resource.id} ${model}`, () => ({
        holder,
        id: resource.id,
        model,
        requests: requests.get(model) ?? null,
        tokens: tokens.get(model) ?? null,
        parallel: null,
        rate: null,
        rules,
      }));
  }

  return {
    all,
    hasOwn: (customer) => ofCustomer(customer) !== null,
    ofCaller(callers) {
      const { key, team, user } = callers;
      const own = [
        ofResource('key', key),
        ofResource('user', user),
        ofResource('team', team),
        ofMember(callers),
      ];
      const organization = ofResource('organization', related.organizations.get(organizationOf(callers)));
      const [ofKey, ofTeam] = [forModels('key', key), forModels('team', team)];
      return {
        dependOnModel: ofKey !== null || ofTeam !== null,
        of(model, customer) {
          const ofKeyModel = ofKey?.(model) ?? null;
          const asksTeam = ofKeyModel === null || !rules.keyModelReplacesTeamModel;
          return [
            ...own,
            ofCustomer(customer),
            ofKeyModel,
            asksTeam ? (ofTeam?.(model) ?? null) : null,
            organization,
          ].filter((number) => number !== null);
        },
      };
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
