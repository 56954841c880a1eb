import { HOUR_MS } from '../../../shared/audit/months.ts';
import { MONTH_START_MS } from './node-names.ts';
import type { SampleTeam } from './teams.ts';

/** What is written down of a team; the rest is worked out. */
export type TeamEntry = Omit<SampleTeam, 'id' | 'period' | 'costCentre' | 'weight'> & {
  /** Shares of the requests on prod-eu and prod-us. */
  readonly share: readonly [eu: number, us: number];
};

const october = (day: number, hour: number): number => MONTH_START_MS + ((day - 1) * 24 + hour) * HOUR_MS;

/** When the team `growth` got its name, and when `hackathon` was deleted. */
export const RENAMED_MS = october(16, 9);
export const DELETED_MS = october(19, 18);

/** The teams as prod-eu holds them, in the order they were made, and at the end the deleted one. */
export const TEAM_LIST: readonly TeamEntry[] = [
  {
    alias: 'payments',
    models: ['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small'],
    budget: 70,
    requestsPerMinute: 1200,
    tokensPerMinute: 400_000,
    share: [14, 12],
    uses: ['prod', 'batch', 'ci'],
    members: [0, 1, 2],
  },
  {
    alias: 'search',
    models: ['gpt-4o-mini', 'text-embedding-3-small', 'claude-haiku'],
    budget: 40,
    requestsPerMinute: 600,
    tokensPerMinute: 100_000,
    share: [16, 15],
    uses: ['prod', 'indexer', 'ci'],
    members: [3, 4],
  },
  {
    alias: 'growth',
    models: ['gpt-4o-mini', 'gemini-flash'],
    budget: 20,
    requestsPerMinute: 300,
    tokensPerMinute: null,
    share: [7, 9],
    uses: ['campaigns', 'notebook'],
    members: [5, 6],
    formerly: { alias: 'marketing', untilMs: RENAMED_MS },
  },
  {
    alias: 'data-platform',
    models: ['claude-sonnet', 'gpt-4o', 'text-embedding-3-small'],
    budget: 75,
    requestsPerMinute: 900,
    tokensPerMinute: 500_000,
    share: [9, 8],
    uses: ['pipelines', 'notebook'],
    members: [7, 8, 9],
  },
  {
    alias: 'fraud',
    models: ['claude-haiku', 'gpt-4o', 'gpt-4o-mini'],
    budget: 50,
    requestsPerMinute: 1000,
    tokensPerMinute: 300_000,
    share: [11, 10],
    uses: ['prod', 'shadow'],
    members: [10, 11],
  },
  {
    alias: 'support-bots',
    models: ['gpt-4o-mini', 'claude-haiku', 'gpt-4o'],
    budget: null,
    requestsPerMinute: 600,
    tokensPerMinute: null,
    share: [15, 17],
    uses: ['web', 'mail', 'notebook'],
    members: [12, 13],
    endUsers: true,
  },
  {
    alias: 'mobile',
    models: ['gpt-4o-mini', 'claude-haiku'],
    budget: 25,
    requestsPerMinute: 600,
    tokensPerMinute: null,
    share: [8, 11],
    uses: ['ios', 'android'],
    members: [14, 15],
    endUsers: true,
  },
  {
    alias: 'research',
    models: ['claude-sonnet', 'gpt-4o', 'llama-local'],
    budget: 40,
    requestsPerMinute: null,
    tokensPerMinute: null,
    share: [5, 6],
    uses: ['notebook', 'evals'],
    members: [16, 17, 18],
  },
  {
    alias: 'legal-ops',
    models: ['claude-sonnet'],
    budget: 15,
    requestsPerMinute: 60,
    tokensPerMinute: 40_000,
    share: [2, 2],
    uses: ['review'],
    members: [19],
  },
  {
    alias: 'café-kiosk',
    models: ['gpt-4o-mini'],
    budget: 5,
    requestsPerMinute: 120,
    tokensPerMinute: null,
    share: [2.5, 0],
    uses: ['tablets'],
    members: [20],
  },
  {
    alias: 'infra',
    models: ['all-proxy-models'],
    budget: null,
    requestsPerMinute: null,
    tokensPerMinute: null,
    share: [3, 3],
    uses: ['alerts', 'ci'],
    members: [21, 22],
  },
  {
    alias: 'labs',
    models: ['llama-local', 'gemini-flash'],
    budget: 2,
    requestsPerMinute: 30,
    tokensPerMinute: null,
    share: [1, 1],
    uses: ['play'],
    members: [23],
  },
  {
    alias: 'developer-tools',
    models: ['claude-sonnet', 'gpt-4o-mini', 'llama-local'],
    budget: 60,
    requestsPerMinute: 300,
    tokensPerMinute: null,
    share: [5, 4],
    uses: ['editor', 'ci'],
    members: [24, 25],
  },
  {
    alias: 'sandbox',
    models: ['gpt-4o-mini'],
    budget: 1,
    requestsPerMinute: 10,
    tokensPerMinute: 5000,
    share: [0, 0],
    uses: [],
    members: [26],
    blocked: true,
  },
  {
    alias: 'hackathon',
    models: ['gpt-4o', 'gpt-4o-mini', 'claude-sonnet'],
    budget: 10,
    requestsPerMinute: null,
    tokensPerMinute: null,
    share: [1.5, 1],
    uses: ['demo'],
    members: [],
    deletedMs: DELETED_MS,
  },
];
