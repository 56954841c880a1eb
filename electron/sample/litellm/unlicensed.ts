import { detailError, ok, type Answer } from './answer.ts';
import type { Call, Route } from './route.ts';
import { LICENCE_NOTE } from './team-fields.ts';

/** What a proxy without a licence answers on routes that want one: no two alike. */
export const UNLICENSED_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/organization/list', access: 'any', answer: refuseOrganizations },
  { method: 'GET', path: '/organization/info', access: 'any', answer: refuseOrganizations },
  { method: 'GET', path: '/audit', access: 'admin', answer: emptyAudit },
  { method: 'GET', path: '/audit/{id}', access: 'admin', answer: noAuditEntry },
];

function refuseOrganizations(): Answer {
  throw detailError(403, {
    error: `Organizations are only available for LiteLLM Enterprise users. ${LICENCE_NOTE}`,
  });
}

/** An empty list, which looks the same as "nothing changed". */
function emptyAudit(): Answer {
  return ok({ audit_logs: [], total: 0, page: 1, page_size: 10, total_pages: 0 });
}

function noAuditEntry({ path }: Call): Answer {
  throw detailError(404, { message: `Audit log with ID ${path['id'] ?? ''} not found` });
}
