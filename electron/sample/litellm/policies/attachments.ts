import { detailError, ok, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import { isObject, time, type Value } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { objectOf, textOf, textsOf, type Row } from '../store/row.ts';
import { matchedPolicies, resolvedGuardrails } from './resolve.ts';
import { attachmentView } from './view.ts';

/** What policies are attached to, and what that comes to. */
export const ATTACHMENT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/policies/attachments/list', access: 'admin', answer: listAttachments },
  { method: 'POST', path: '/policies/attachments', access: 'admin', answer: createAttachment },
  { method: 'GET', path: '/policies/attachments/{id}', access: 'admin', answer: oneAttachment },
  { method: 'DELETE', path: '/policies/attachments/{id}', access: 'admin', answer: deleteAttachment },
  { method: 'POST', path: '/policies/attachments/estimate-impact', access: 'admin', answer: estimate },
  { method: 'POST', path: '/policies/resolve', access: 'admin', answer: resolve },
  { method: 'POST', path: '/policy/validate', access: 'admin', answer: validate },
];

const LISTS = ['teams', 'keys', 'models', 'tags'] as const;
const FIELDS = {
  policy_name: 'text',
  scope: 'text',
  teams: 'texts',
  keys: 'texts',
  models: 'texts',
  tags: 'texts',
} as const;

function listAttachments({ store, older }: Call): Answer {
  const all = store.attachments.newest(1, store.attachments.size() + 1);
  return ok({ attachments: all.map((row) => attachmentView(row, older)), total_count: all.length });
}

function createAttachment({ body, store, nowMs, newId, older }: Call): Answer {
  const found = readFields(body, FIELDS, ['policy_name']);
  const at = time(nowMs);
  const row: Row = {
    attachment_id: newId(),
    policy_name: found.get('policy_name') ?? null,
    scope: found.get('scope') ?? null,
    ...Object.fromEntries(LISTS.map((name): [string, Value] => [name, found.get(name) ?? []])),
    priority: null,
    default: false,
    created_at: at,
    updated_at: at,
    created_by: 'default_user_id',
    updated_by: 'default_user_id',
    definition_location: 'db',
  };
  store.attachments.add(row);
  return ok(attachmentView(row, older));
}

function oneAttachment({ path, store, older }: Call): Answer {
  const id = path['id'] ?? '';
  const row = store.attachments.get(id);
  if (row === undefined) throw detailError(404, `Attachment with ID ${id} not found`);
  return ok(attachmentView(row, older));
}

function deleteAttachment({ path, store }: Call): Answer {
  const id = path['id'] ?? '';
  if (store.attachments.remove(id) === undefined) {
    throw detailError(404, `Attachment with ID ${id} not found`);
  }
  return ok({ message: `Attachment ${id} deleted successfully` });
}

/** How many teams and keys an attachment would reach; -1 stands for all. */
function estimate({ body, store }: Call): Answer {
  const found = readFields(body, FIELDS, ['policy_name']);
  if (found.get('scope') === '*') {
    return ok({
      affected_keys_count: -1,
      affected_teams_count: -1,
      unnamed_keys_count: 0,
      unnamed_teams_count: 0,
      sample_keys: ['(global scope — affects all keys)'],
      sample_teams: ['(global scope — affects all teams)'],
    });
  }
  const names = textsOf(found.get('teams'));
  const teams = store.teams.all().filter((team) => names.includes(textOf(team['team_alias'])));
  const keys = teams.flatMap((team) => store.keys.by('team_id', textOf(team['team_id']))).toReversed();
  const aliases = keys.map((key) => textOf(key['key_alias'])).filter((alias) => alias !== '');
  return ok({
    affected_keys_count: keys.length,
    affected_teams_count: teams.length,
    unnamed_keys_count: keys.length - aliases.length,
    unnamed_teams_count: 0,
    sample_keys: aliases.slice(0, 10),
    sample_teams: teams.slice(0, 10).map((team) => team['team_alias'] ?? null),
  });
}

function resolve({ body, store }: Call): Answer {
  const types = { team_alias: 'text', key_alias: 'text', model: 'text' } as const;
  const found = readFields(body, types);
  const matched = matchedPolicies(
    {
      team: textOf(found.get('team_alias')),
      key: textOf(found.get('key_alias')),
      model: textOf(found.get('model')),
    },
    store,
  ).map(({ policy, via }) => ({
    policy_name: policy['policy_name'] ?? null,
    matched_via: via,
    guardrails_added: resolvedGuardrails(policy, store),
  }));
  const effective = [...new Set(matched.flatMap(({ guardrails_added: names }) => names))].sort();
  return ok({ effective_guardrails: effective, matched_policies: matched });
}

function validate({ body, store }: Call): Answer {
  const policies = objectOf(readFields(body, { policies: 'object' }, ['policies']).get('policies'));
  const errors = Object.entries(policies).flatMap(([name, policy]) => {
    const guardrails = isObject(policy) ? objectOf(policy['guardrails']) : {};
    return textsOf(guardrails['add'])
      .filter((guardrail) => store.guardrails.by('name', guardrail).length === 0)
      .map((guardrail) => ({
        policy_name: name,
        error_type: 'invalid_guardrail',
        message: `Guardrail '${guardrail}' not found in guardrail registry`,
        field: 'guardrails.add',
        value: guardrail,
      }));
  });
  return ok({ valid: errors.length === 0, errors, warnings: [] });
}
