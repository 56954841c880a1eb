import { ok, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import type { Value, ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { defaultPermissions } from '../teams/permissions.ts';
import { schemaOf } from './schema.ts';

/** The settings that fill in new teams and new users. */
export const DEFAULT_ROUTES: readonly Route[] = [
  { method: 'PATCH', path: '/update/default_team_settings', access: 'admin', answer: updateTeam },
  { method: 'PATCH', path: '/update/internal_user_settings', access: 'admin', answer: updateUser },
  { method: 'GET', path: '/get/default_team_settings', access: 'admin', answer: getTeam },
  { method: 'GET', path: '/get/internal_user_settings', access: 'admin', answer: getUser },
];

const TEAM_FIELDS = {
  max_budget: 'float',
  budget_duration: 'text',
  models: 'texts',
  tpm_limit: 'whole',
  rpm_limit: 'whole',
} as const;

function updateTeam({ body, store }: Call): Answer {
  const found = readFields(body, TEAM_FIELDS);
  store.defaultTeam = { models: [], ...given(found) };
  return ok({
    message: 'Default team settings updated successfully',
    status: 'success',
    settings: store.defaultTeam,
  });
}

function updateUser({ body, store, older }: Call): Answer {
  const types = { user_role: 'text', max_budget: 'float', budget_duration: 'text', models: 'texts' } as const;
  const role = older ? 'internal_user' : 'internal_user_viewer';
  store.defaultUser = { user_role: role, ...given(readFields(body, types)) };
  return ok({
    message: 'Internal user settings updated successfully',
    status: 'success',
    settings: store.defaultUser,
  });
}

function given(found: ReadonlyMap<string, Value>): ValueObject {
  return Object.fromEntries([...found].filter(([, value]) => value !== null));
}

/** Its shape is taken from the settings of teams; no recording has it. */
function getUser({ store }: Call): Answer {
  const blank: ValueObject = { user_role: null, max_budget: null, budget_duration: null, models: null };
  return ok({
    values: { ...blank, ...store.defaultUser },
    field_schema: schemaOf('default settings of users', {
      user_role: { type: 'string' },
      max_budget: { type: 'number' },
      budget_duration: { type: 'string' },
      models: { type: 'array', items: { type: 'string' } },
    }),
  });
}

function getTeam({ store, older }: Call): Answer {
  const later: ValueObject = older ? {} : { team_member_permissions: null, organization_id: null };
  const permissions = { type: 'array', items: { enum: defaultPermissions() } };
  return ok({
    values: {
      models: [],
      max_budget: null,
      budget_duration: null,
      tpm_limit: null,
      rpm_limit: null,
      ...later,
      ...store.defaultTeam,
    },
    field_schema: schemaOf('default team settings', {
      models: older ? { type: 'array' } : { type: 'array', items: { type: 'string' } },
      max_budget: { type: older ? 'string' : 'number' },
      budget_duration: { type: 'string' },
      tpm_limit: { type: older ? 'string' : 'integer' },
      rpm_limit: { type: older ? 'string' : 'integer' },
      ...(older ? {} : { team_member_permissions: permissions, organization_id: { type: 'string' } }),
    }),
  });
}
