import type { LitellmState, TeamRow } from '../../../../electron/sample/litellm/state.ts';
import { litellmState, ROW_MADE_MS, teamRow, userRow } from '../../../helpers/litellm-rows.ts';

const TEAMS = 16;
const USERS = 6;

/** A proxy with teams, users and budgets. */
export function killState(): LitellmState {
  return litellmState('kill', {
    teams: Array.from({ length: TEAMS }, (_, index) => team(index)),
    users: Array.from({ length: USERS }, (_, index) =>
      userRow(`user-${index}`, { createdMs: ROW_MADE_MS + index }),
    ),
    budgets: ['small', 'large', 'old'].map((id, index) => ({
      id,
      maxBudget: 10 * (index + 1),
      tpmLimit: null,
      rpmLimit: null,
      duration: '30d',
      resetMs: null,
      createdMs: ROW_MADE_MS + index,
    })),
  });
}

/**
 * What is wanted of it, as a resource file: six teams are changed, eight deleted, ten made, and some budgets, keys
 * and a credential besides. Some of it takes several writes, and some stands on something else of it.
 */
export function killFile(): string {
  const changed = (index: number): string => {
    const members = index % 3 === 1 ? `, members: [user-0, user-${1 + (index % 4)}, user-5]` : '';
    return `  - { name: team-${index}, models: [gpt-4o, gpt-${index}]${members} }\n`;
  };
  const made = (index: number): string => {
    const members = index % 4 === 1 ? `, members: [user-${index % 6}, user-${(index + 3) % 6}]` : '';
    return `  - { name: new-${index}, models: [gpt-4o], requestsPerMinute: ${10 + index}${members} }\n`;
  };
  const teams = [
    ...Array.from({ length: 6 }, (_, index) => changed(index)),
    ...Array.from({ length: 2 }, (_, index) => `  - { name: team-${6 + index} }\n`),
    ...Array.from({ length: 10 }, (_, index) => made(index)),
  ];
  return `version: 1
budgets:
  - { name: small, budget: { limit: "11", period: 30d } }
  - { name: large, budget: { limit: "20", period: 30d } }
  - { name: fresh-a, budget: { limit: "3", period: 7d } }
  - { name: fresh-b, requestsPerMinute: 9 }
teams:
${teams.join('')}credentials:
  - { name: provider, settings: { credential_info: { custom_llm_provider: openai }, credential_values: { api_key: "\${KILL_PROVIDER}" } } }
keys:
  - { name: key-a, team: new-0, models: [gpt-4o], settings: { key: "\${KILL_KEY_A}" } }
  - { name: key-b, team: team-0, requestsPerMinute: 5, settings: { key: "\${KILL_KEY_B}" } }
`;
}

function team(index: number): TeamRow {
  return teamRow(`id-team-${index}`, `team-${index}`, {
    maxBudget: index + 0.5,
    budgetDuration: '30d',
    budgetResetMs: ROW_MADE_MS,
    rpmLimit: index,
    metadata: { cost_center: `CC-${index}` },
    members: [0, 1 + (index % 5)].map((number) => ({ userId: `user-${number}`, email: null, role: 'user' })),
    createdMs: ROW_MADE_MS + index,
    updatedMs: ROW_MADE_MS + index,
  });
}
