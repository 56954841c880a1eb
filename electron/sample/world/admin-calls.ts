import type { AdminCall } from '../litellm/misbehaviour.ts';
import type { LitellmNode } from './node-names.ts';

/** When the calls of {@link adminCallsOf} were made, milliseconds since 1970. */
export const ADMIN_CALLS_MS = Date.UTC(2026, 5, 15, 8, 30);

/**
 * What an administrator made on a node over its API: tags, an access group, a guardrail, a policy and where it holds.
 * `prod-us` has drifted in one thing: its guardrail blocks what that of `prod-eu` masks.
 */
export function adminCallsOf(node: LitellmNode): readonly AdminCall[] {
  const action = node === 'prod-eu' ? 'MASK' : 'BLOCK';
  return [
    ...TAGS.map(([name, description]) => post('/tag/new', { name, description, models: [] })),
    post('/v1/access_group', {
      access_group_name: 'frontier',
      description: 'The models that cost most',
      access_model_names: ['claude-sonnet', 'gpt-4o'],
      assigned_team_ids: ['team-research'],
    }),
    post('/guardrails', {
      guardrail: {
        guardrail_name: 'personal-data',
        litellm_params: {
          guardrail: 'litellm_content_filter',
          mode: 'pre_call',
          default_on: false,
          patterns: [
            { pattern_type: 'prebuilt', pattern_name: 'email', action },
            { pattern_type: 'prebuilt', pattern_name: 'us_ssn', action: 'BLOCK' },
          ],
        },
        guardrail_info: { owner: 'security' },
      },
    }),
    post('/policies', {
      policy_name: 'customer-facing',
      description: 'Whatever answers to customers',
      guardrails_add: ['personal-data'],
      guardrails_remove: [],
    }),
    post('/policies/attachments', { policy_name: 'customer-facing', teams: ['support-bots', 'mobile'] }),
  ];
}

const TAGS = [
  ['use:ci', 'Builds, which may wait'],
  ['use:notebook', 'People who try things'],
] as const;

function post(path: string, body: AdminCall['body']): AdminCall {
  return { method: 'POST', path, body };
}
