import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { modelWords } from '../../../shared/fleet/browse-columns.ts';
import { formatCount, formatUsd, plural } from '../../ui/format.ts';

/** A period as LiteLLM spells durations (1.81.13, 1.106.2), in words: `30d` is `30 days`. */
export function formatPeriod(period: string): string {
  const match = /^(\d+)(mo|s|m|h|d|w)$/.exec(period);
  if (match === null) return period;
  const [, many = '1', unit = 'd'] = match;
  const names: Readonly<Record<string, string>> = {
    s: 'second',
    m: 'minute',
    h: 'hour',
    d: 'day',
    w: 'week',
    mo: 'month',
  };
  const name = names[unit] ?? unit;
  return many === '1' ? name : plural(Number(many), name);
}

/** US dollars a token as US dollars a million tokens: what people compare by. */
export function formatPrice(perToken: string): string {
  const value = Number(perToken) * 1e6;
  return Number.isFinite(value) ? formatUsd(String(Number(value.toPrecision(10)))) : perToken;
}

/** The neutral fields by the names people use. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  models: 'Models',
  members: 'Members',
  budget: 'Budget',
  requestsPerMinute: 'Requests a minute',
  tokensPerMinute: 'Tokens a minute',
  blocked: 'Blocked',
  team: 'Team',
  user: 'User',
  role: 'Role',
  roles: 'Roles',
  owners: 'Owners',
  admins: 'Admins',
  keyManagers: 'May manage keys',
  tariffs: 'Tariffs',
  toolSources: 'Tool sources',
  model: 'Model',
  intervalSeconds: 'Seconds between calls',
  active: 'Active',
  events: 'Events',
  type: 'Type',
  amount: 'Amount',
  target: 'Provider model',
  inputPrice: 'Input price',
  outputPrice: 'Output price',
  teams: 'Teams',
  keys: 'Keys',
  values: 'Values set',
  value: 'Value',
};

/** The name of a neutral field, else the field's own word. */
export function fieldName(field: string): string {
  return FIELD_NAMES[field] ?? field;
}

/** A neutral field as a sentence would say it; null where a list of its own shows it better. */
export function fieldWords(field: string, value: JsonValue): string | null {
  switch (field) {
    case 'members':
    case 'owners':
    case 'admins':
    case 'keyManagers':
    case 'teams':
    case 'keys':
    case 'team':
    case 'user':
      return null;
    case 'models':
      return modelWords(value) ?? 'not said';
    case 'budget':
      return isJsonObject(value) ? budgetWords(value) : 'no limit';
    case 'requestsPerMinute':
    case 'tokensPerMinute':
      return value === null ? 'no limit' : numberWords(value);
    case 'blocked':
      return value === true ? 'yes: every request is refused' : 'no';
    case 'inputPrice':
    case 'outputPrice':
      return value === null
        ? 'as in the gateway’s own table'
        : `${formatPrice(plainText(value))} a million tokens`;
    case 'tariffs':
      return tariffWords(value);
    case 'roles':
    case 'toolSources':
      return Array.isArray(value) && value.length === 0 ? 'none' : plainText(value);
    case 'amount':
      return formatUsd(plainText(value));
    case 'active':
      return value === false ? 'no: paused' : 'yes';
    case 'events':
      return value === null ? 'everything' : plainText(value);
    default:
      return value === null || value === '' ? 'not set' : plainText(value);
  }
}

/** `$100 every 30 days`, `$100, never reset`. */
export function budgetWords(budget: JsonObject): string {
  const { limit = null, period = null } = budget;
  const amount = limit === null ? 'no limit' : formatUsd(plainText(limit));
  return typeof period === 'string' ? `${amount} every ${formatPeriod(period)}` : `${amount}, never reset`;
}

/** `realtime: $0.59 in, $0.79 out a million tokens`, one after the other. */
function tariffWords(value: JsonValue): string {
  if (!Array.isArray(value) || value.length === 0) return 'none: free';
  return value
    .filter((tariff: JsonValue) => isJsonObject(tariff))
    .map((tariff) => {
      const {
        name = '',
        inputPrice = '',
        outputPrice = '',
        purpose = null,
        completionWindow = null,
      } = tariff;
      const of = [purpose, completionWindow].filter((part) => part !== null).map(plainText);
      const which = of.length === 0 ? 'every purpose' : of.join(', ');
      return `${plainText(name)} (${which}): ${formatPrice(plainText(inputPrice))} in, ${formatPrice(plainText(outputPrice))} out a million tokens`;
    })
    .join('; ');
}

function numberWords(value: JsonValue): string {
  const number = Number(plainText(value));
  return Number.isFinite(number) ? formatCount(number) : plainText(value);
}

/** A value in one line, nested ones as JSON. */
export function plainText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item: JsonValue) => typeof item === 'string')) {
    return value.length === 0 ? 'empty list' : value.join(', ');
  }
  return JSON.stringify(value);
}
