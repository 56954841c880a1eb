import { attachmentName } from '../../../shared/fleet/attachment-name.ts';
import type { Owner, Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

const POLICY_NEUTRAL: ReadonlySet<string> = new Set(['policy_id', 'policy_name']);
const POLICY_RUNTIME: ReadonlySet<string> = new Set(
  `version_number version_status parent_version_id is_latest published_at production_at
  definition_location`.split(/\s+/),
);

/**
 * Reads a row of `/policies/list` or the answer of `/policies/{id}` (1.81.13, 1.106.2). 1.106.2 lists every version: the
 * one in production is the policy; drafts and earlier ones govern nothing, and are reported only.
 */
export function readGuardrailPolicy(row: JsonObject): Resource | null {
  const name = textOf(row['policy_name']);
  const id = textOf(row['policy_id']);
  if (name === '' && id === '') return null;
  const shape = { neutral: POLICY_NEUTRAL, runtime: (field: string) => POLICY_RUNTIME.has(field) };
  const { settings, observed } = splitRow(row, shape);
  const owner = ownerOf(row);
  const status = textOf(row['version_status']);
  if (status !== '' && status !== 'production') {
    return {
      kind: 'status',
      id: `policy-version.${id}`,
      name: `policy ${name}, version ${textOf(row['version_number'])} (${status})`,
      owner: 'server',
      fields: {},
      settings: {},
      observed: row,
    };
  }
  return {
    kind: 'guardrailPolicy',
    id: owner === 'file' || id === '' ? name || id : id,
    name: name || id,
    owner,
    fields: {},
    settings,
    observed: owner === 'file' && id !== '' ? { ...observed, policy_id: id } : observed,
  };
}

const ATTACHMENT_NEUTRAL: ReadonlySet<string> = new Set(['attachment_id']);

/**
 * Reads a row of `/policies/attachments/list` or the answer of `/policies/attachments/{id}` (1.81.13, 1.106.2). It has
 * no name, so it is called by what it attaches to what: `strict: teams red; models gpt-4o`.
 */
export function readPolicyAttachment(row: JsonObject): Resource | null {
  const id = textOf(row['attachment_id']);
  const policy = textOf(row['policy_name']);
  if (id === '' && policy === '') return null;
  const { settings, observed } = splitRow(row, {
    neutral: ATTACHMENT_NEUTRAL,
    runtime: (field) => field === 'definition_location',
    defaults: { default: false },
  });
  const owner = ownerOf(row);
  const name = attachmentName(row);
  return {
    kind: 'policyAttachment',
    id: owner === 'file' || id === '' ? name : id,
    name,
    owner,
    fields: {},
    settings,
    observed: owner === 'file' && id !== '' ? { ...observed, attachment_id: id } : observed,
  };
}

function ownerOf(row: JsonObject): Owner {
  return row['definition_location'] === 'config' ? 'file' : 'database';
}
