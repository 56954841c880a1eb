import { LENIENT } from './lenient.ts';
import { ENFORCED, LAST, STRANGE } from './odd.ts';
import { READING } from './reading.ts';
import { KEYS, MODELS, RULES, SETTINGS, TEAMS, USERS } from './writing.ts';
import type { Phase } from './phase.ts';

/** Everything that was recorded with a database, in an order in which it makes sense. */
export const SCRIPT: readonly Phase[] = [
  ...READING,
  ...TEAMS,
  ...KEYS,
  ...USERS,
  ...MODELS,
  ...SETTINGS,
  ...RULES.slice(0, 1),
  ...STRANGE,
  ...RULES.slice(1),
  ...LAST,
].map(lenient);

/** What was recorded of model calls, on a proxy of their own. */
export const ENFORCEMENT: readonly Phase[] = ENFORCED.map(lenient);

/** What was recorded of a proxy whose config file holds the master key itself. */
export const LITERAL_KEY: readonly Phase[] = [
  {
    area: 'a literal master key',
    atMs: 0,
    steps: [
      'config-field-info-master-key-literal',
      'config-field-info-master-key-literal-admin-virtual-key',
      'config-field-info-master-key-literal-viewer',
    ],
  },
];

function lenient({ area, atMs, steps }: Phase): Phase {
  return {
    area,
    atMs,
    steps: steps.map((step) => {
      const leniency = typeof step === 'string' ? LENIENT[step] : undefined;
      return typeof step === 'string' && leniency !== undefined ? { ...leniency, name: step } : step;
    }),
  };
}

/** What was recorded of a proxy without a database. */
export function withoutDatabase(names: readonly string[]): Phase {
  return lenient({
    area: 'without a database',
    atMs: 0,
    steps: names.filter((name) => name.startsWith('nodb-')),
  });
}
