import { detailError, invalid, ok, type Answer, type Refusal } from '../answer.ts';
import { readFields } from '../fields.ts';
import { time, type Value } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { textOf, type Row } from '../store/row.ts';
import { resolvedGuardrails } from './resolve.ts';
import { policyView } from './view.ts';

/** The routes of policies. Neither guardrails nor the policy that one inherits from are looked up. */
export const POLICY_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/policies/list', access: 'admin', answer: listPolicies },
  { method: 'POST', path: '/policies', access: 'admin', answer: createPolicy },
  { method: 'GET', path: '/policies/compare', access: 'admin', answer: compare, since: '1.106.2' },
  { method: 'GET', path: '/policies/{id}', access: 'admin', answer: onePolicy },
  { method: 'PUT', path: '/policies/{id}', access: 'admin', answer: updatePolicy },
  { method: 'DELETE', path: '/policies/{id}', access: 'admin', answer: deletePolicy },
  {
    method: 'POST',
    path: '/policies/name/{name}/versions',
    access: 'admin',
    answer: newVersion,
    since: '1.106.2',
  },
  { method: 'PUT', path: '/policies/{id}/status', access: 'admin', answer: setStatus, since: '1.106.2' },
  { method: 'GET', path: '/policies/{id}/resolved-guardrails', access: 'admin', answer: resolved },
];

const FIELDS = {
  policy_name: 'text',
  inherit: 'text',
  description: 'text',
  guardrails_add: 'texts',
  guardrails_remove: 'texts',
  condition: 'object',
  pipeline: 'object',
} as const;

function listPolicies({ store, older }: Call): Answer {
  const all = store.policies.newest(1, store.policies.size() + 1);
  return ok({ policies: all.map((row) => policyView(row, older)), total_count: all.length });
}

/** In production at once. */
function createPolicy({ body, store, nowMs, newId, older }: Call): Answer {
  const found = readFields(body, FIELDS, ['policy_name']);
  const name = textOf(found.get('policy_name'));
  if (store.policies.by('name', name).length > 0) {
    throw detailError(400, `Policy with name '${name}' already exists`);
  }
  const at = time(nowMs);
  const row: Row = {
    policy_id: newId(),
    policy_name: name,
    version_number: 1,
    version_status: 'production',
    parent_version_id: null,
    is_latest: true,
    published_at: null,
    production_at: at,
    ...contentOf(found),
    created_at: at,
    updated_at: at,
    created_by: 'default_user_id',
    updated_by: 'default_user_id',
    definition_location: 'db',
  };
  store.policies.add(row);
  return ok(policyView(row, older));
}

function contentOf(found: ReadonlyMap<string, Value>): Row {
  return {
    inherit: found.get('inherit') ?? null,
    description: found.get('description') ?? null,
    guardrails_add: found.get('guardrails_add') ?? [],
    guardrails_remove: found.get('guardrails_remove') ?? [],
    condition: found.get('condition') ?? {},
    pipeline: found.get('pipeline') ?? null,
  };
}

function notFound(id: string): Refusal {
  return detailError(404, `Policy with ID ${id} not found`);
}

function find({ path, store }: Call): Row {
  const id = path['id'] ?? '';
  const row = store.policies.get(id);
  if (row === undefined) throw notFound(id);
  return row;
}

function onePolicy(call: Call): Answer {
  return ok(policyView(find(call), call.older));
}

/** Only drafts can be changed since 1.106.2. */
function updatePolicy(call: Call): Answer {
  const { store, nowMs, older } = call;
  const row = find(call);
  if (!older && row['version_status'] !== 'draft') {
    throw detailError(
      400,
      'Only draft versions can be updated. Publish or create a new version to change published/production.',
    );
  }
  const found = readFields(call.body, FIELDS);
  const given = Object.entries(contentOf(found)).filter(([name]) => found.has(name));
  const patch = { ...Object.fromEntries(given), updated_at: time(nowMs) };
  return ok(policyView(store.policies.update(textOf(row['policy_id']), patch) ?? row, older));
}

/** The next version as a draft, with the content of the one in production. */
function newVersion({ path, store, nowMs, newId, older }: Call): Answer {
  const name = path['name'] ?? '';
  const versions = store.policies.by('name', name);
  const parent = versions.find((row) => row['version_status'] === 'production') ?? versions[0];
  if (parent === undefined) throw detailError(404, `Policy with name '${name}' not found`);
  for (const version of versions) {
    store.policies.update(textOf(version['policy_id']), { is_latest: false });
  }
  const row: Row = {
    ...parent,
    policy_id: newId(),
    version_number: versions.length + 1,
    version_status: 'draft',
    parent_version_id: parent['policy_id'] ?? null,
    is_latest: true,
    published_at: null,
    production_at: null,
    created_at: time(nowMs),
    updated_at: time(nowMs),
  };
  store.policies.add(row);
  return ok(policyView(row, older));
}

function setStatus(call: Call): Answer {
  const { body, store, nowMs, older } = call;
  const row = find(call);
  const status = textOf(
    readFields(body, { version_status: 'text' }, ['version_status']).get('version_status'),
  );
  if (status === 'production' && row['version_status'] === 'draft') {
    throw detailError(
      400,
      'Error updating version status: Cannot promote draft directly to production. Publish the version first.',
    );
  }
  if (status === 'production') {
    for (const other of store.policies.by('name', textOf(row['policy_name']))) {
      if (other['version_status'] !== 'production') continue;
      store.policies.update(textOf(other['policy_id']), { version_status: 'published' });
    }
  }
  const at = time(nowMs);
  const patch = {
    version_status: status,
    ...(status === 'published' ? { published_at: at } : {}),
    ...(status === 'production' ? { production_at: at } : {}),
    updated_at: at,
  };
  return ok(policyView(store.policies.update(textOf(row['policy_id']), patch) ?? row, older));
}

function deletePolicy(call: Call): Answer {
  const row = find(call);
  const id = textOf(row['policy_id']);
  call.store.policies.remove(id);
  const message = `Policy ${id} deleted successfully`;
  if (call.older) return ok({ message });
  const warning =
    'Production version was deleted. No other version was promoted. Promote another version to production if this policy should remain active.';
  return ok({ message, ...(row['version_status'] === 'production' ? { warning } : {}) });
}

function compare({ query, store, older }: Call): Answer {
  const missing = ['version_a', 'version_b'].filter((name) => !query.has(name));
  if (missing.length > 0) {
    throw invalid(missing.map((name) => ({ type: 'missing', loc: ['query', name], msg: 'Field required' })));
  }
  const [a, b] = ['version_a', 'version_b'].map((name) => store.policies.get(query.get(name) ?? ''));
  if (a === undefined || b === undefined) throw notFound(query.get('version_a') ?? '');
  return ok({ version_a: policyView(a, older), version_b: policyView(b, older), field_diffs: {} });
}

function resolved(call: Call): Answer {
  const row = find(call);
  return ok({
    policy_id: row['policy_id'] ?? null,
    policy_name: row['policy_name'] ?? null,
    resolved_guardrails: resolvedGuardrails(row, call.store),
  });
}
