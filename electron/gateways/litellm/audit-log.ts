import { describeFields, sortEvents } from '../../../shared/audit/events.ts';
import type { AdminEvent } from '../../../shared/audit/events.ts';
import type { ResourceKind } from '../../../shared/fleet/snapshot.ts';
import { equalJson, isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { FieldChange } from '../../../shared/plan/plan.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { AuditLog, LogWindow, Work } from '../adapter.ts';
import { parseJson } from '../http/lossless.ts';
import { answeredStatus } from '../http/problems.ts';
import { redact, redactJson } from '../http/redact.ts';
import { textOf } from './fields.ts';
import type { Session } from './session.ts';

const ROUTE = '/audit';
const PAGE_SIZE = 100;
const MOST_PAGES = 10_000;

const UNLICENSED = 'LiteLLM keeps an audit log only with a licence, and this node has none.';

/**
 * LiteLLM's own audit log (`/audit`; 1.81.13, 1.106.2). Without a licence nothing is written to it, yet it answers with
 * an empty list as if nothing had happened, so the licence is asked for as well. Times of the question must be full
 * (RFC 3339): a plain date is a 500 there (1.106.2).
 */
export async function readAuditLog(session: Session, window: LogWindow, work: Work): Promise<AuditLog> {
  const rows = await readRows(session, window, work).catch(refusedOrThrow);
  if (rows === null) return { available: false, events: [], why: UNLICENSED };
  const read = rows.map((row) => eventOf(session.node, row));
  const events = read.filter((event): event is AdminEvent => event !== null);
  const inside = events.filter(
    ({ at }) => Date.parse(at) >= window.sinceMs && Date.parse(at) < window.untilMs,
  );
  const available = rows.length > 0 || (await isLicensed(session));
  const unread = read.length - events.length;
  const why = available
    ? unread === 0
      ? null
      : `${unread === 1 ? '1 entry' : `${unread} entries`} of the audit log could not be read.`
    : UNLICENSED;
  return { available, events: sortEvents(inside), why };
}

/** A release or licence without the log: 403, 404, and others' words for it. */
function refusedOrThrow(error: unknown): null {
  const status = answeredStatus(error);
  if (status === 403 || status === 404 || status === 405) return null;
  throw error;
}

async function readRows(session: Session, window: LogWindow, work: Work): Promise<readonly JsonObject[]> {
  const found = new Map<string, JsonObject>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { body } = await session.get(ROUTE, {
      start_date: new Date(window.sinceMs).toISOString(),
      end_date: new Date(window.untilMs).toISOString(),
      sort_by: 'updated_at',
      sort_order: 'asc',
      page,
      page_size: PAGE_SIZE,
    });
    const rows = isJsonObject(body) ? body['audit_logs'] : undefined;
    if (!Array.isArray(rows)) throw withoutRows(session.node);
    const before = found.size;
    for (const row of rows as readonly JsonValue[])
      if (isJsonObject(row)) found.set(textOf(row['id']) || `${page}-${found.size}`, row);
    work.progress(found.size, null, 'audit log');
    // Empty, or a gateway that does not count pages: the last one came again.
    if (found.size === before) break;
  }
  return [...found.values()];
}

/** Where it cannot be told, an empty log is not taken for a quiet one. */
async function isLicensed(session: Session): Promise<boolean> {
  const answer = await session.get('/health/license').catch((error: unknown) => {
    if (answeredStatus(error) === null) throw error;
    return null;
  });
  return isJsonObject(answer?.body) && answer.body['has_license'] === true;
}

const KINDS: Readonly<Record<string, ResourceKind>> = {
  LiteLLM_TeamTable: 'team',
  LiteLLM_UserTable: 'user',
  LiteLLM_VerificationToken: 'key',
  LiteLLM_ProxyModelTable: 'model',
  LiteLLM_BudgetTable: 'budget',
  LiteLLM_OrganizationTable: 'organization',
  LiteLLM_Config: 'setting',
};
const ACTIONS: Readonly<Record<string, string>> = { created: 'create', updated: 'update', deleted: 'delete' };
const NAMES = [
  'team_alias',
  'key_alias',
  'user_alias',
  'user_email',
  'model_name',
  'budget_id',
  'param_name',
];
/** What changes with every write, or by itself. */
const LEFT_OUT = new Set([
  'updated_at',
  'updated_by',
  'created_at',
  'created_by',
  'spend',
  'model_spend',
  'last_active',
]);

/** Null for an entry without a time. */
function eventOf(node: string, row: JsonObject): AdminEvent | null {
  const at = Date.parse(textOf(row['updated_at']));
  if (Number.isNaN(at)) return null;
  const [before, after] = [stateOf(row['before_value']), stateOf(row['updated_values'])];
  const table = textOf(row['table_name']);
  const action = textOf(row['action']);
  const fields = action === 'updated' ? changed(before, after) : [];
  const actor = textOf(row['changed_by']);
  return {
    at: new Date(at).toISOString(),
    after: null,
    node,
    source: 'gateway',
    actor: actor === '' ? null : redact(actor),
    action: ACTIONS[action] ?? action,
    kind: KINDS[table] ?? table,
    id: redact(textOf(row['object_id'])),
    name: nameIn(after) || nameIn(before),
    detail: describeFields(fields),
    fields,
  };
}

/** A state comes as JSON or as the text of it. */
function stateOf(value: JsonValue | undefined): JsonObject {
  const parsed = typeof value === 'string' ? parsedOrNull(value) : (value ?? null);
  const clean = redactJson(parsed);
  return isJsonObject(clean) ? clean : {};
}

function parsedOrNull(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/** An update names what it was told to change; what it leaves out is as it was. */
function changed(before: JsonObject, after: JsonObject): readonly FieldChange[] {
  return Object.keys(after)
    .filter((path) => !LEFT_OUT.has(path) && !equalJson(before[path] ?? null, after[path] ?? null))
    .sort()
    .map((path): FieldChange => {
      const [was, is] = [before[path] ?? null, after[path] ?? null];
      return isPlain(was) && isPlain(is) ? { path, before: was, after: is } : { path };
    });
}

/** Metadata and the like may hold what a resource file names as a secret: that it changed is all that is kept of it. */
function isPlain(value: JsonValue): boolean {
  return Array.isArray(value) ? value.every((item) => typeof item !== 'object') : !isJsonObject(value);
}

function nameIn(state: JsonObject): string {
  return NAMES.map((name) => textOf(state[name])).find((text) => text !== '') ?? '';
}

function withoutRows(node: string): ProblemError {
  return new ProblemError({
    code: 'answer_unreadable',
    message: `${node} answered GET ${ROUTE} without entries.`,
    next: 'What changed is still told from the snapshots.',
    where: `GET ${ROUTE}`,
  });
}
