/** What a check saw to work, in plain words. A capability without words is shown by its own name. */
const WORDS: Readonly<Record<string, string>> = {
  database: 'Its database is connected',
  licence: 'It has an enterprise licence',
  'teams.v2': 'It lists teams page by page',
  'models.v2': 'It lists models page by page',
  settings: 'It tells its general settings',
  'settings.ownership': 'It tells which settings its config file owns',
  'spend-logs.page-1000': 'It gives its request log, 1,000 rows at a time',
  'spend-logs.page-100': 'It gives its request log, 100 rows at a time',
  teams: 'It lists its groups',
  'request-log': 'It gives its request log',
  ledger: 'It gives its ledger of costs',
  'key-spend-limits': 'It keeps spend limits of keys',
  demand: 'It tells the demand of each model',
};

/** What a node can do, as a sentence. */
export function capabilityWords(capability: string): string {
  return WORDS[capability] ?? capability;
}
