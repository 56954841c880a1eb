import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { personOf, teamIdOf, texts, textIn, userIdOf, type ResourceIndex } from './resource-index.ts';
import type { Owner, Resource, ResourceKind } from './snapshot.ts';

/** What a cell of the browser holds: text, a count, or nothing. Money is exact decimal text of US dollars. */
export type Cell = string | number | null;

/** How a column's cells are written. `price` is US dollars a token; `time` ISO 8601, UTC. */
export type CellForm = 'text' | 'id' | 'count' | 'usd' | 'price' | 'period' | 'time' | 'owner';

/** One column of the browser, for one kind. */
export interface BrowseColumn {
  readonly id: string;
  readonly title: string;
  readonly form: CellForm;
  readonly value: (resource: Resource, index: ResourceIndex) => Cell;
}

/** Who may change a resource, in a word or two. */
export const OWNER_NAMES: Readonly<Record<Owner, string>> = {
  file: 'config file',
  database: 'database',
  server: 'the gateway',
};

const name: BrowseColumn = { id: 'name', title: 'Name', form: 'text', value: (one) => one.name };
const owner: BrowseColumn = {
  id: 'owner',
  title: 'Owned by',
  form: 'owner',
  value: (one) => OWNER_NAMES[one.owner],
};
const models: BrowseColumn = {
  id: 'models',
  title: 'Models',
  form: 'text',
  value: ({ fields }) => modelWords(fields['models']),
};
const limit: BrowseColumn = {
  id: 'budget',
  title: 'Budget',
  form: 'usd',
  value: ({ fields }) => (isJsonObject(fields['budget']) ? textOf(fields['budget']['limit']) : null),
};
const period: BrowseColumn = {
  id: 'period',
  title: 'Every',
  form: 'period',
  value: ({ fields }) => (isJsonObject(fields['budget']) ? textOf(fields['budget']['period']) : null),
};
const spent: BrowseColumn = {
  id: 'spent',
  title: 'Spent',
  form: 'usd',
  value: ({ observed }) => spendOf(observed),
};
const requests: BrowseColumn = {
  id: 'requestsPerMinute',
  title: 'Req / min',
  form: 'count',
  value: ({ fields }) => numberOf(fields['requestsPerMinute']),
};
const tokens: BrowseColumn = {
  id: 'tokensPerMinute',
  title: 'Tokens / min',
  form: 'count',
  value: ({ fields }) => numberOf(fields['tokensPerMinute']),
};
const state: BrowseColumn = {
  id: 'state',
  title: 'State',
  form: 'text',
  value: ({ fields, settings }) =>
    fields['blocked'] === true || settings['blocked'] === true ? 'blocked' : null,
};
const keys = (of: keyof Pick<ResourceIndex, 'keysOfTeam' | 'keysOfUser'>): BrowseColumn => ({
  id: 'keys',
  title: 'Keys',
  form: 'count',
  value: ({ id }, index) => index[of].get(id)?.length ?? 0,
});
const price = (id: 'inputPrice' | 'outputPrice', title: string): BrowseColumn => ({
  id,
  title,
  form: 'price',
  value: ({ fields }) => textOf(fields[id]),
});
const members = (...fields: readonly string[]): BrowseColumn => ({
  id: 'members',
  title: 'Members',
  form: 'count',
  value: (one) => countIn(one, fields),
});
const credit: BrowseColumn = {
  id: 'credit',
  title: 'Credit',
  form: 'usd',
  value: ({ observed }) => amountIn(observed['credit_balance']),
};
const user: BrowseColumn = { id: 'user', title: 'User', form: 'text', value: userName };
const url: BrowseColumn = {
  id: 'url',
  title: 'Address',
  form: 'id',
  value: ({ settings }) => textOf(settings['url']),
};
const paused: BrowseColumn = {
  id: 'state',
  title: 'State',
  form: 'text',
  value: ({ fields }) => (fields['active'] === false ? 'paused' : null),
};
const says: BrowseColumn = { id: 'says', title: 'What it says', form: 'text', value: saidBy };

const plain: readonly BrowseColumn[] = [name, says, owner];

/** The columns that fit each kind, the name first. */
export const BROWSE_COLUMNS: Readonly<Record<ResourceKind, readonly BrowseColumn[]>> = {
  model: [
    name,
    { id: 'target', title: 'Provider model', form: 'id', value: ({ fields }) => textOf(fields['target']) },
    price('inputPrice', 'In / M tokens'),
    price('outputPrice', 'Out / M tokens'),
    requests,
    tokens,
    owner,
  ],
  endpoint: [
    name,
    url,
    count('uses', 'Models', ({ name: endpoint }, index) => index.modelsOfEndpoint.get(endpoint)?.length ?? 0),
    says,
    owner,
  ],
  probe: [
    name,
    { id: 'model', title: 'Model', form: 'text', value: ({ fields }) => textOf(fields['model']) },
    {
      id: 'seconds',
      title: 'Every, s',
      form: 'count',
      value: ({ fields }) => numberOf(fields['intervalSeconds']),
    },
    {
      id: 'healthy',
      title: 'Healthy',
      form: 'text',
      value: ({ observed }) => percent(numberOf(statistic(observed, 'success_rate'))),
    },
    {
      id: 'checked',
      title: 'Last call',
      form: 'time',
      value: ({ observed }) => timeIn(statistic(observed, 'last_execution')),
    },
    paused,
  ],
  modelGroup: plain,
  accessGroup: [
    name,
    models,
    count('teams', 'Teams', ({ fields }) => texts(fields['teams']).length),
    count('keys', 'Keys', ({ fields }) => texts(fields['keys']).length),
    owner,
  ],
  credential: [
    name,
    { id: 'values', title: 'Values set', form: 'text', value: ({ fields }) => listWords(fields['values']) },
    owner,
  ],
  toolSource: [name, url, says, owner],
  team: [name, models, members('members'), keys('keysOfTeam'), limit, period, spent, requests, tokens, state],
  user: [
    name,
    {
      id: 'role',
      title: 'Role',
      form: 'text',
      value: ({ fields }) => textOf(fields['role']) ?? listWords(fields['roles']),
    },
    count('teams', 'Teams', ({ id }, index) => index.teamsOfUser.get(id)?.length ?? 0),
    keys('keysOfUser'),
    models,
    limit,
    period,
    spent,
    credit,
  ],
  key: [
    name,
    { id: 'team', title: 'Team', form: 'text', value: (one, index) => teamName(one, index) },
    user,
    models,
    limit,
    period,
    spent,
    { id: 'expires', title: 'Expires', form: 'time', value: expiryOf },
    state,
  ],
  customer: [name, limit, period, spent, requests, tokens, state],
  tag: [name, models, limit, period, spent],
  budget: [
    name,
    limit,
    period,
    requests,
    tokens,
    count('uses', 'Used by', ({ id }, index) => index.usersOfBudget.get(id)?.length ?? 0),
    owner,
  ],
  organization: [
    name,
    members('owners', 'admins', 'members'),
    keys('keysOfUser'),
    models,
    limit,
    period,
    spent,
    credit,
  ],
  webhook: [
    name,
    user,
    {
      id: 'events',
      title: 'Events',
      form: 'text',
      value: ({ fields }) => listWords(fields['events']) ?? 'everything',
    },
    url,
    paused,
  ],
  grant: [
    name,
    user,
    { id: 'type', title: 'Type', form: 'text', value: ({ fields }) => textOf(fields['type']) },
    { id: 'amount', title: 'Amount', form: 'usd', value: ({ fields }) => textOf(fields['amount']) },
    {
      id: 'created',
      title: 'Written',
      form: 'time',
      value: ({ observed }) => textOf(observed['created_at']),
    },
  ],
  guardrail: plain,
  guardrailPolicy: plain,
  policyAttachment: plain,
  setting: [
    name,
    { id: 'value', title: 'Value', form: 'id', value: ({ fields }) => valueWords(fields['value']) },
    owner,
  ],
  status: [name, says],
};

/** The name of a key's team, else its id; null for none. */
export function teamName(resource: Resource, index: ResourceIndex): string | null {
  const id = teamIdOf(resource);
  return id === '' ? null : (index.byId.get('team')?.get(id)?.name ?? id);
}

/** The name of the user or organization that something belongs to, else its id; null for none. */
export function userName(resource: Resource, index: ResourceIndex): string | null {
  const id = userIdOf(resource);
  return id === '' ? null : (personOf(id, index)?.name ?? id);
}

/** What a gateway counts as spent, exact decimal text; null when it does not say. */
export function spendOf(observed: JsonObject): string | null {
  return amountIn(observed['spend']);
}

function amountIn(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return decimalOf(value);
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value : null;
}

/** How many the fields list; null where the gateway has no such list. */
function countIn({ fields }: Resource, names: readonly string[]): number | null {
  const lists = names.filter((field) => Array.isArray(fields[field]));
  return lists.length === 0 ? null : lists.reduce((sum, field) => sum + texts(fields[field]).length, 0);
}

/** `85.7 %`. */
function percent(value: number | null): string | null {
  return value === null ? null : `${String(Math.round(value * 10) / 10)} %`;
}

/** What a probe of Doubleword counted itself. */
function statistic(observed: JsonObject, field: string): JsonValue | undefined {
  const { statistics } = observed;
  return isJsonObject(statistics) ? statistics[field] : undefined;
}

/** Public model names as a sentence would list them: `all models`, `none`, `a, b`. */
export function modelWords(value: JsonValue | undefined): string | null {
  if (!Array.isArray(value)) return null;
  if (value.includes('*')) return 'all models';
  return value.length === 0 ? 'none' : texts(value).join(', ');
}

function count(id: string, title: string, value: BrowseColumn['value']): BrowseColumn {
  return { id, title, form: 'count', value };
}

function listWords(value: JsonValue | undefined): string | null {
  return texts(value).length === 0 ? null : texts(value).join(', ');
}

function expiryOf({ settings, observed }: Resource): string | null {
  return timeIn(textIn(settings['expires']) || observed['expires']);
}

function timeIn(value: JsonValue | undefined): string | null {
  const time = Date.parse(textIn(value));
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** A few words of what a resource says, for kinds without columns of their own. */
function saidBy({ name, fields, settings, observed }: Resource): string | null {
  const parts = [fields, settings, observed].flatMap((part) =>
    Object.entries(part).flatMap(([key, value]) => {
      const words = valueWords(value);
      return words === null || words === name ? [] : [`${key}: ${words}`];
    }),
  );
  return parts.length === 0 ? null : parts.join(' · ').slice(0, 240);
}

function valueWords(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value) && value.every((item: JsonValue) => typeof item === 'string')) {
    return value.length === 0 ? null : value.join(', ');
  }
  if (isJsonObject(value) && Object.keys(value).length === 0) return null;
  return typeof value === 'object' ? canonicalJson(value).slice(0, 240) : String(value);
}

function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return decimalOf(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(value: JsonValue | undefined): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null;
}

/** A number of JSON without an exponent. Twelve digits are finer than any amount a gateway counts. */
function decimalOf(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text;
}
