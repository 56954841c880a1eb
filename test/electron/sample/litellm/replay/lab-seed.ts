import * as data from '../../../../../build/gateways/seed-data.mjs';
import { post, type Step } from './step.ts';

/** Keys that only the recorded proxies hold, made-up text and body; what is in the seed of the suite is so here too. */
const SPECIAL_KEYS: Readonly<Record<string, object>> = {
  'sk-test-internal-user-000000001': { user_id: 'user-000', key_alias: 'k-internal' },
  'sk-test-admin-viewer-0000000001': { user_id: 'user-002', key_alias: 'k-viewer' },
  'sk-test-proxy-admin-00000000001': { user_id: 'user-003', key_alias: 'k-admin' },
  'sk-test-internal-viewer-0000001': { user_id: 'user-001', key_alias: 'k-intviewer' },
  'sk-test-team-only-0000000000001': { team_id: 'team-00', key_alias: 'k-team' },
  'sk-test-spend-routes-0000000001': { key_alias: 'k-spend', permissions: { get_spend_routes: true } },
  'sk-test-blocked-000000000000001': { key_alias: 'k-blocked', blocked: true },
  'sk-test-expired-000000000000001': { key_alias: 'k-expired', duration: '1s' },
  'sk-test-tiny-budget-00000000001': { key_alias: 'k-tiny', max_budget: 1e-7 },
  'sk-test-zero-budget-00000000001': { key_alias: 'k-zero', max_budget: 0 },
  'sk-test-one-model-0000000000001': { key_alias: 'k-onemodel', models: ['claude-sonnet'] },
  'sk-test-rpm-one-00000000000001': { key_alias: 'k-rpm1', rpm_limit: 1 },
  'sk-test-read-only-0000000000001': { key_alias: 'k-readonly', key_type: 'read_only' },
  'sk-test-management-000000000001': { key_alias: 'k-mgmt', key_type: 'management' },
  'sk-test-llm-api-000000000000001': { key_alias: 'k-llm', key_type: 'llm_api' },
  'sk-test-team-blocked-0000000001': { team_id: 'team-01', key_alias: 'k-teamblocked' },
  'sk-test-team-nomodel-0000000001': { team_id: 'team-05', key_alias: 'k-teamnomodel' },
  'sk-test-team-poor-000000000001': { team_id: 'team-10', key_alias: 'k-teampoor' },
};

/** The plain text of every key of the lab. */
export function labKeys(): readonly string[] {
  return [...data.numberedKeys.map(({ key }) => key), ...Object.keys(SPECIAL_KEYS)];
}

const ASKED = ['gpt-4o', 'claude-sonnet', 'gpt-4o', 'free-local', 'broken', 'nope'];
const TAGS = [['checkout'], ['batch', 'nightly'], []];

function chat(i: number): Step {
  const body = {
    model: ASKED[i % 6],
    messages: [{ role: 'user', content: `hi ${i}` }],
    user: `cust-${String(i % 12).padStart(2, '0')}`,
    metadata: { tags: TAGS[i % 3] },
  };
  return post('/v1/chat/completions', body, { key: data.keyText((i * 7) % 115) });
}

/** One call for each body. */
function each(path: string, bodies: readonly data.Body[]): readonly Step[] {
  return bodies.map((body) => post(path, body));
}

/** How the recorded proxy was filled over its own API, in order. */
export function labSeed(): readonly Step[] {
  return [
    ...each('/budget/new', data.budgets),
    post('/organization/new', {
      organization_id: 'org-research',
      organization_alias: 'Research',
      models: [],
      max_budget: 500,
    }),
    ...each('/team/new', data.teams),
    ...each('/user/new', data.users),
    ...each('/team/member_add', data.members),
    ...each('/key/generate', data.numberedKeys),
    ...Object.entries(SPECIAL_KEYS).map(([plain, body]) => post('/key/generate', { key: plain, ...body })),
    ...each('/customer/new', data.customers),
    ...each('/tag/new', data.tags),
    ...each('/model/new', data.models),
    post('/credentials', data.credential),
    post('/v1/access_group', data.accessGroup),
    post('/guardrails', data.guardrail),
    ...each('/policies', data.policies),
    ...each('/policies/attachments', data.attachments),
    ...Array.from({ length: 150 }, (_, i) => chat(i)),
  ];
}
