/**
 * What gateways call things in their own logs and databases, and what they are here. The names of columns are those of
 * LiteLLM's spend log (1.81.13, 1.106.2) and what people write for them; letters only, in lower case.
 */
const COLUMNS: Readonly<Record<string, string>> = {
  requestid: 'id',
  litellmcallid: 'id',
  callid: 'id',
  starttime: 'start (text) or start_ms',
  timestamp: 'start (text) or start_ms',
  createdat: 'start (text) or start_ms',
  time: 'start (text) or start_ms',
  date: 'day',
  endtime: 'start_ms + duration_ms',
  completionstarttime: 'start_ms + first_token_ms',
  ttft: 'first_token_ms',
  requestdurationms: 'duration_ms',
  duration: 'duration_ms',
  latency: 'duration_ms',
  spend: 'spend_nano, or spend_usd as text; sums are usd(sum(spend_nano))',
  cost: 'spend_nano, or spend_usd as text; sums are usd(sum(spend_nano))',
  responsecost: 'spend_nano, or spend_usd as text; sums are usd(sum(spend_nano))',
  totalspend: 'usd(sum(spend_nano))',
  totaltokens: 'prompt_tokens + completion_tokens',
  tokens: 'prompt_tokens + completion_tokens',
  inputtokens: 'prompt_tokens',
  outputtokens: 'completion_tokens',
  apikey: 'key',
  userapikey: 'key',
  token: 'key',
  keyname: 'key_alias',
  team: 'team_id or team_alias',
  teamname: 'team_alias',
  userid: 'user',
  modelgroup: 'model',
  modelid: 'deployment',
  customllmprovider: 'provider',
  organizationid: 'organization',
  orgid: 'organization',
  sessionid: 'session',
  enduserid: 'end_user',
  customer: 'end_user',
  requesttags: 'tags',
  requesteripaddress: 'address',
  ip: 'address',
  status: 'ok: 1 went well, 0 failed',
  exception: 'error_message',
  errorcode: 'error_code',
  apirequests: 'requests',
  metadata: "extra ->> '$.metadata', without what has a column",
};

const TABLES: Readonly<Record<string, string>> = {
  litellmspendlogs: 'requests',
  spendlogs: 'requests',
  spendlog: 'requests',
  logs: 'requests',
  log: 'requests',
  calls: 'requests',
  events: 'requests',
  litellmteamtable: 'teams',
  litellmverificationtoken: 'keys',
  litellmdailyuserspend: 'usage',
  litellmdailyteamspend: 'usage',
  litellmdailytagspend: 'usage',
  costs: 'usage',
  spend: 'usage',
  daily: 'usage',
  imports: 'commits',
  files: 'segments',
  gaps: 'coverage',
};

/** What a column of a gateway's log is here, as text for a sentence; null where that is not known. */
export function columnElsewhere(name: string): string | null {
  return lookUp(COLUMNS, name);
}

/** The table that has what a table of a gateway's database has; null where that is not known. */
export function tableElsewhere(name: string): string | null {
  return lookUp(TABLES, name);
}

function lookUp(names: Readonly<Record<string, string>>, name: string): string | null {
  const letters = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return Object.hasOwn(names, letters) ? (names[letters] ?? null) : null;
}
