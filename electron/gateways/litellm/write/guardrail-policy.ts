import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { segment } from '../../http/route.ts';
import { textOf } from '../fields.ts';
import { isMissingRoute } from '../missing.ts';
import { readGuardrailPolicy } from '../guardrail-policy.ts';
import type { Session } from '../session.ts';
import { bodyOf, unnamed } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/**
 * LiteLLM's policies, which govern guardrails (1.81.13, 1.106.2). A new one is in production at once. One that is in
 * production cannot be changed: a new version is made as a draft, written, published, and takes its place with an id of
 * its own; the one before it is published history from then on. 1.81.13 knows no versions, and changes it in place.
 */
export const guardrailPolicyWriter: Writer = {
  async create(session, operation, watch) {
    const { body } = await session.write('POST', '/policies', {
      ...bodyOf(operation),
      policy_name: operation.name,
    });
    const made = policyId(body, operation, 'POST /policies');
    watch.made(made);
    return made;
  },
  async update(session, operation, id) {
    const version = (await ownDraft(session, operation, id)) ?? (await newVersion(session, operation));
    await session.write('PUT', `/policies/${segment(version ?? id)}`, {
      ...bodyOf(operation),
      policy_name: operation.name,
    });
    if (version === null) return id;
    await setStatus(session, version, 'published');
    await setStatus(session, version, 'production');
    return version;
  },
  async remove(session, _operation, id) {
    await session.write('DELETE', `/policies/${segment(id)}`);
  },
  async read(session, id) {
    return readRow(
      (await askOne(session, 'guardrailPolicy', `/policies/${segment(id)}`)) ?? undefined,
      readGuardrailPolicy,
    );
  },
};

/** A draft that was made from this version and not put in its place, as by a push that was cut off; null when there is none. */
async function ownDraft(session: Session, operation: Operation, id: string): Promise<string | null> {
  const body = await askOne(session, 'guardrailPolicy', '/policies/list').catch(() => null);
  const policies = isJsonObject(body) ? body['policies'] : undefined;
  const rows: readonly JsonValue[] = Array.isArray(policies) ? policies : [];
  const draft = rows.find(
    (row) =>
      isJsonObject(row) &&
      row['policy_name'] === operation.name &&
      row['version_status'] === 'draft' &&
      row['parent_version_id'] === id &&
      row['created_by'] === row['updated_by'],
  );
  return isJsonObject(draft) ? textOf(draft['policy_id']) || null : null;
}

/** Makes a draft and resolves with its id; null where the release knows no versions. */
async function newVersion(session: Session, operation: Operation): Promise<string | null> {
  try {
    const { body } = await session.write('POST', `/policies/name/${segment(operation.name)}/versions`, {});
    return policyId(body, operation, 'POST /policies/name/…/versions');
  } catch (error) {
    if (isMissingRoute(error)) return null;
    throw error;
  }
}

async function setStatus(session: Session, id: string, status: string): Promise<void> {
  await session.write('PUT', `/policies/${segment(id)}/status`, { version_status: status });
}

function policyId(body: JsonValue, operation: Operation, route: string): string {
  const id = isJsonObject(body) ? textOf(body['policy_id']) : '';
  if (id === '') throw unnamed(operation, route);
  return id;
}
