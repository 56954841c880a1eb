import { describe, expect, test } from 'vitest';

import { explainFile } from '../../../shared/replay/explain-file.ts';

const one = (change: Readonly<Record<string, unknown>>) =>
  explainFile(
    JSON.stringify({
      gateway: 'litellm',
      version: '1.106.2',
      routers: [
        {
          model_list: [
            { model_name: 'gpt-4o' },
            { model_name: 'free', model_info: { input_cost_per_token: 0, output_cost_per_token: 0 } },
          ],
          model_group_alias: {},
        },
      ],
      cases: [{ router: 0, key: { models: [] }, model: 'gpt-4o', ...change }],
    }),
    'one.json',
  );

describe('budgets for single models', () => {
  const ofTeam = {
    team: { team_id: 't', models: ['none'], max_budget: 0, spend: 1, model_max_budget: {} as unknown },
  };
  const none = { 'gpt-4o': { max_budget: 0, budget_duration: '1d' } };

  test('of a key come before what its team may call, those of a team after all else', () => {
    const key = { model_max_budget: none };
    expect(one({ ...ofTeam, key }).verdicts[0]).toMatchObject({
      type: 'budget_exceeded',
      by: 'key',
      status: 422,
    });
    ofTeam.team.model_max_budget = none;
    expect(one(ofTeam).verdicts[0]?.type).toBe('team_model_access_denied');
    expect(one({ team: { ...ofTeam.team, models: [] } }).verdicts[0]?.because).toMatch(
      /^The team's budget is/,
    );
  });

  test('are not looked at where the model is free', () => {
    const key = { model_max_budget: { free: { max_budget: 0, budget_duration: '1d' } } };
    expect(one({ key, model: 'free' }).verdicts[0]?.allowed).toBe(true);
  });

  test('start anew with time, where a sequence says it', () => {
    const at = (day: number) => `2026-11-0${day}T09:00:00Z`;
    const text = JSON.stringify({
      gateway: 'litellm',
      version: '1.106.2',
      models: [{ model_name: 'gpt-4o', litellm_params: { model: 'openai/gpt-4o' } }],
      before: {
        teams: [],
        users: [],
        keys: [{ token: 'k', model_max_budget: { 'gpt-4o': { max_budget: 1, budget_duration: '1d' } } }],
      },
      requests: [1, 1, 2, 3].map((day, id) => ({ key: 'k', model: 'gpt-4o', at: at(day), id: `r${id}` })),
      log_rows: ['r0', 'r1', 'r2', 'r3'].map((request_id) => ({ request_id, spend: 1 })),
    });
    // The window lasts up to and with the same time of the next day.
    expect(explainFile(text, 'x').verdicts.map(({ allowed }) => allowed)).toEqual([true, false, false, true]);
  });
});
