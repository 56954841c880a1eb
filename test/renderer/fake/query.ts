import type { QueryResult, QuerySchema } from '../../../shared/contract/answers.ts';
import type { FakeHandlers } from '../fake-handlers.ts';

/** Two of the tables, a few of their columns. */
export const FAKE_SCHEMA: QuerySchema = {
  tables: [
    {
      name: 'requests',
      meaning: 'Every request, once',
      columns: [
        { name: 'start', type: 'text', meaning: 'ISO 8601, UTC' },
        { name: 'team_id', type: 'text', meaning: "Team's id; empty: no team" },
        { name: 'model', type: 'text', meaning: 'Model that was asked for' },
        { name: 'spend_nano', type: 'integer', meaning: 'Cost in nano-dollars' },
      ],
    },
    {
      name: 'usage',
      meaning: 'Sums by hour',
      columns: [
        { name: 'hour', type: 'text', meaning: 'ISO 8601, UTC' },
        { name: 'requests', type: 'integer', meaning: 'How many' },
      ],
    },
  ],
};

/** What every statement gives. */
export const FAKE_RESULT: QueryResult = {
  columns: ['team_id', 'usd', 'n'],
  rows: [
    ['payments', '211.718722385', 4012],
    ['=search', '17.5', 33],
    [null, null, 7],
  ],
  truncated: false,
  tookMs: 42,
  lost: [],
  notes: [],
};

/** The console's calls. */
export function fakeQueryAnswers(): Pick<FakeHandlers, 'query.run' | 'query.schema'> {
  return { 'query.run': () => FAKE_RESULT, 'query.schema': () => FAKE_SCHEMA };
}
