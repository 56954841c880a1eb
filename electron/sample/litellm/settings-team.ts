import { ok, type Answer } from './answer.ts';
import { readFields } from './fields.ts';
import { float, type Value } from './python.ts';
import type { Call, Route } from './route.ts';

/** The settings that fill in new teams. */
export const DEFAULT_TEAM_ROUTES: readonly Route[] = [
  { method: 'PATCH', path: '/update/default_team_settings', access: 'admin', answer: updateDefaults },
];

function updateDefaults({ body, state }: Call): Answer {
  const found = readFields(body, { max_budget: 'number', budget_duration: 'text', models: 'texts' });
  const maxBudget = found.get('max_budget');
  const budgetDuration = found.get('budget_duration');
  const models: Value = found.get('models') ?? [];
  state.defaultTeam = {
    ...(typeof maxBudget === 'number' ? { maxBudget } : {}),
    ...(typeof budgetDuration === 'string' ? { budgetDuration } : {}),
    models,
  };
  return ok({
    message: 'Default team settings updated successfully',
    status: 'success',
    settings: {
      models,
      ...(typeof maxBudget === 'number' ? { max_budget: float(maxBudget) } : {}),
      ...(typeof budgetDuration === 'string' ? { budget_duration: budgetDuration } : {}),
    },
  });
}
