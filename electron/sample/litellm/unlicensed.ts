import { detailError, ok, type Answer } from './answer.ts';
import { readFields } from './fields.ts';
import { refuseUnlicensed } from './licence.ts';
import { float, isObject, time, type ValueObject } from './python.ts';
import type { Call, Route } from './route.ts';
import { BLANK_BUDGET } from './store/blank-rows.ts';
import { textOf, textsOf, type Row } from './store/row.ts';
import type { Store } from './store/store.ts';
import { budgetInside } from './teams/view.ts';

/** What a proxy without a licence answers on routes that want one: no two alike. */
export const UNLICENSED_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/organization/list', access: 'any', answer: listOrganizations },
  { method: 'GET', path: '/organization/info', access: 'any', answer: organizationInfo },
  { method: 'POST', path: '/organization/new', access: 'admin', answer: createOrganization },
  { method: 'PATCH', path: '/organization/update', access: 'admin', answer: updateOrganization },
  { method: 'DELETE', path: '/organization/delete', access: 'admin', answer: deleteOrganizations },
  { method: 'GET', path: '/audit', access: 'admin', answer: emptyAudit },
  { method: 'GET', path: '/audit/{id}', access: 'admin', answer: noAuditEntry },
  { method: 'GET', path: '/team/spend/report', access: 'admin', answer: refuseReport, since: '1.106.2' },
  { method: 'GET', path: '/global/spend/report', access: 'admin', answer: refuseGlobalReport },
];

/** Free of charge in LiteLLM 1.81.13, for the licensed only in 1.106.2. */
function refuseOrganizations({ older }: Call): void {
  if (older) return;
  const lead = 'Organizations are only available for LiteLLM Enterprise users.';
  throw detailError(403, { error: refuseUnlicensed(lead) });
}

function listOrganizations(call: Call): Answer {
  refuseOrganizations(call);
  const { store } = call;
  const lists = { members: [], teams: [] };
  return ok(store.organizations.all().map((row) => ({ ...view(row, store), ...lists })));
}

function organizationInfo(call: Call): Answer {
  refuseOrganizations(call);
  const row = call.store.organizations.get(call.query.get('organization_id') ?? '');
  if (row === undefined) throw detailError(404, { error: 'Organization not found' });
  return ok({ ...view(row, call.store), members: [], teams: [] });
}

function createOrganization(call: Call): Answer {
  refuseOrganizations(call);
  const { body, store, nowMs, newId } = call;
  const types = {
    organization_id: 'text',
    organization_alias: 'text',
    models: 'texts',
    max_budget: 'float',
    metadata: 'object',
  } as const;
  const found = readFields(body, types, ['organization_alias']);
  const at = time(nowMs);
  const budgetId = newId();
  store.budgets.add({
    ...BLANK_BUDGET,
    budget_id: budgetId,
    max_budget: found.get('max_budget') ?? null,
    created_at: at,
    updated_at: at,
  });
  const row: Row = {
    organization_id: textOf(found.get('organization_id')) || newId(),
    organization_alias: found.get('organization_alias') ?? null,
    budget_id: budgetId,
    spend: float(0),
    metadata: found.get('metadata') ?? {},
    models: found.get('models') ?? [],
    created_by: 'default_user_id',
    updated_by: 'default_user_id',
    users: null,
    object_permission: null,
    object_permission_id: null,
    created_at: at,
    updated_at: at,
  };
  store.organizations.add(row);
  return ok(view(row, store));
}

/** Changing and deleting are not in any recording; their shapes are those of the list. */
function updateOrganization(call: Call): Answer {
  refuseOrganizations(call);
  const { body, store, nowMs } = call;
  const types = {
    organization_id: 'text',
    organization_alias: 'text',
    models: 'texts',
    metadata: 'object',
  } as const;
  const found = readFields(body, types, ['organization_id']);
  const id = textOf(found.get('organization_id'));
  const row = store.organizations.update(id, { ...Object.fromEntries(found), updated_at: time(nowMs) });
  if (row === undefined) throw detailError(404, { error: 'Organization not found' });
  const limit = isObject(body) ? readFields(body, { max_budget: 'float' }).get('max_budget') : undefined;
  if (limit !== undefined) store.budgets.update(textOf(row['budget_id']), { max_budget: limit });
  return ok({ ...view(row, store), members: [], teams: [] });
}

function deleteOrganizations(call: Call): Answer {
  refuseOrganizations(call);
  const ids = textsOf(
    readFields(call.body, { organization_ids: 'texts' }, ['organization_ids']).get('organization_ids'),
  );
  const rows = ids.map((id) => call.store.organizations.remove(id)).filter((row) => row !== undefined);
  if (rows.length === 0) throw detailError(404, { error: `Organization=${ids.join(', ')} not found` });
  return ok(rows.map((row) => ({ ...view(row, call.store), members: [], teams: [] })));
}

function view(row: Row, store: Store): ValueObject {
  const budget = store.budgets.get(textOf(row['budget_id']));
  return { ...row, litellm_budget_table: budget === undefined ? null : budgetInside(budget, true) };
}

/** An empty list, which looks the same as "nothing changed". */
function emptyAudit(): Answer {
  return ok({ audit_logs: [], total: 0, page: 1, page_size: 10, total_pages: 0 });
}

function noAuditEntry({ path }: Call): Answer {
  throw detailError(404, { message: `Audit log with ID ${path['id'] ?? ''} not found` });
}

function refuseReport(): Answer {
  throw detailError(403, refuseUnlicensed('/spend/report endpoint'));
}

function refuseGlobalReport(): Answer {
  throw detailError(400, { error: refuseUnlicensed('/spend/report endpoint') });
}
