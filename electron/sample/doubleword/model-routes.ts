import { json, notFound, refuse, text } from './answer.ts';
import { CACHE_PRICING_OFF, componentsOf, groupsOfModel, modelBody } from './bodies.ts';
import { badQuery, flag, includes, matches, page, paging, single } from './query.ts';
import { seesAll } from './roles.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordModel } from './state.ts';
import { compareText, groupsOf, newestFirst } from './store.ts';

/** Models, endpoints and probes, for reading. */
export const modelRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/models', answer: list },
  {
    method: 'GET',
    pattern: '/models/:model',
    answer: (call) => json(200, modelBody(call.store, existing(call), includes(call.query))),
  },
  {
    method: 'GET',
    pattern: '/models/:model/groups',
    answer: (call) => {
      const groups = groupsOfModel(call.store, uuidPart(call, 'model'));
      return json(
        200,
        groups.map((group) => group.id),
      );
    },
  },
  {
    method: 'GET',
    pattern: '/models/:model/components',
    answer: (call) => json(200, componentsOf(call.store, known(call))),
  },
  {
    method: 'GET',
    pattern: '/models/:model/cache-pricing',
    answer: () => json(200, CACHE_PRICING_OFF),
  },
  { method: 'GET', pattern: '/endpoints', answer: (call) => bare(call, call.store.state.endpoints) },
  { method: 'GET', pattern: '/endpoints/:endpoint', answer: (call) => oneOf(call, 'endpoint', 'Endpoint') },
  {
    method: 'GET',
    pattern: '/probes',
    answer: (call) => json(200, newestFirst(call.store.state.probes).map(probeBody)),
  },
  { method: 'GET', pattern: '/probes/:probe', answer: (call) => oneOf(call, 'probe', 'Probe') },
  { method: 'GET', pattern: '/provider-display-configs', answer: () => json(200, []) },
];

const SORTS = [
  'created_at',
  'alias',
  'intelligence_index',
  'released_at',
  'context_window',
  'provider',
  'price_from',
];

function list(call: Call) {
  const { query, store } = call;
  const sort = single(query, 'sort') ?? 'created_at';
  if (!SORTS.includes(sort)) {
    const known = SORTS.map((name) => `\`${name}\``).join(', ');
    badQuery(`sort: unknown variant \`${sort}\`, expected one of ${known}`);
  }
  const groups = groupFilter(single(query, 'group'));
  const endpoint = single(query, 'endpoint');
  if (endpoint !== null && !store.state.endpoints.some(({ id }) => id === endpoint))
    return notFound('endpoint', endpoint);
  const composite = query.has('is_composite') ? flag(query, 'is_composite') : null;
  const search = single(query, 'search');
  const include = includes(query);
  const whole = seesAll(call.caller);
  const inactive = shows(call, 'inactive');
  const hidden = shows(call, 'deleted');
  const usable = usableModels(store, call.caller.id);
  const found = newestFirst(store.state.models).filter(
    (model) =>
      (model.inactive === true) === inactive &&
      (model.deleted !== true || hidden) &&
      (whole || usable.has(model.id)) &&
      (endpoint === null || model.hosted_on === endpoint) &&
      (composite === null || model.is_composite === composite) &&
      (groups === null || groupsOfModel(store, model.id).some((group) => groups.includes(group.id))) &&
      matches(search, model.alias, model.model_name),
  );
  if (sort === 'alias') found.sort((a, b) => compareText(a.alias, b.alias));
  if (sort === 'alias' && single(query, 'sort_direction') === 'desc') found.reverse();
  return json(
    200,
    page(found, paging(query), (model) => seenBy(whole, modelBody(store, model, include))),
  );
}

function usableModels(store: Call['store'], userId: string): ReadonlySet<string> {
  return new Set(groupsOf(store, userId).flatMap(({ models }) => models));
}

/** What those see of a model who only may use it (dwctl 10.13.1, models-list-standard-user). */
const SEEN_BY_USERS: ReadonlySet<string> = new Set([
  'id',
  'model_name',
  'alias',
  'description',
  'model_type',
  'capabilities',
  'created_at',
  'updated_at',
  'status',
  'cache_pricing',
  'tariffs',
]);

function seenBy(whole: boolean, body: object): object {
  if (whole) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => SEEN_BY_USERS.has(name)));
}

function groupFilter(value: string | null): readonly string[] | null {
  if (value === null) return null;
  const ids = value.split(',');
  if (ids.some((id) => !/^[0-9a-f-]{36}$/i.test(id)))
    refuse(text(400, 'Invalid group ID format. Expected comma-separated UUIDs.'));
  return ids;
}

function existing(call: Call): DoublewordModel {
  const model = known(call);
  const isSeen =
    model.deleted === true ? shows(call, 'deleted') : model.inactive !== true || shows(call, 'inactive');
  return isSeen ? model : refuse(notFound('Deployment', model.id));
}

/** The parts of a model are told whether or not it is shown itself (dwctl 10.13.1, by its source). */
function known(call: Call): DoublewordModel {
  const id = uuidPart(call, 'model');
  return call.store.state.models.find((one) => one.id === id) ?? refuse(notFound('Deployment', id));
}

/** Only an admin who asks for it is shown what was deleted, or is switched off (dwctl 10.13.1). */
function shows({ caller, query }: Call, what: 'deleted' | 'inactive'): boolean {
  return caller.is_admin && query.has(what) && flag(query, what);
}

/** A bare array that obeys `skip` and `limit` and gives no total (dwctl 10.13.1). */
function bare(call: Call, items: readonly { readonly created_at: string }[]) {
  const { skip, limit } = paging(call.query);
  return json(200, newestFirst(items).slice(skip, skip + limit));
}

function oneOf(call: Call, part: 'endpoint' | 'probe', what: string) {
  const id = uuidPart(call, part);
  const endpoint = call.store.state.endpoints.find((item) => item.id === id);
  const probe = call.store.state.probes.find((item) => item.id === id);
  if (part === 'endpoint' && endpoint !== undefined) return json(200, endpoint);
  if (part === 'probe' && probe !== undefined) return json(200, probeBody(probe));
  return notFound(what, id);
}

/** A probe as answered. */
export function probeBody(probe: Call['store']['state']['probes'][number]): object {
  const { created_at, updated_at, ...head } = probe;
  return { ...head, http_method: 'POST', request_path: null, request_body: null, created_at, updated_at };
}
