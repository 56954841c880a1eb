import { ok, proxyError, Refusal, wrappedError, type Answer } from '../answer.ts';
import { hasSecretPattern } from '../guardrails/patterns.ts';
import { isList, isObject, type Value, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { objectsOf, textOf, textsOf, type Row } from '../store/row.ts';
import { refuseBudgets } from './budgets.ts';
import { refuseModel } from './model-access.ts';
import { refuseRate } from './rates.ts';
import { deploymentFor } from './router.ts';
import { account, costOf, type Asked } from './account.ts';

/** Model calls: answered with the deployment's `mock_response`, never sent on. */
export const CHAT_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/v1/chat/completions', access: 'llm', answer: complete },
  { method: 'POST', path: '/chat/completions', access: 'llm', answer: complete },
];

const USAGE = { promptTokens: 10, completionTokens: 20 } as const;

function complete(call: Call): Answer {
  const body = isObject(call.body) ? call.body : {};
  const asked = askedOf(call, body);
  try {
    return answer(call, body, asked);
  } catch (error) {
    if (error instanceof Refusal && asked.key !== null) account(call, asked, null, error);
    throw error;
  }
}

function askedOf({ store, caller }: Call, body: ValueObject): Asked {
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  return {
    model: textOf(body['model']),
    key: caller.key,
    team: store.teams.get(textOf(caller.key?.['team_id'])),
    user: store.users.get(caller.userId ?? ''),
    endUser: textOf(body['user']),
    tags: textsOf(metadata['tags']),
    usage: USAGE,
  };
}

function answer(call: Call, body: ValueObject, asked: Asked): Answer {
  const { store, nowMs, newId, version } = call;
  const { key } = asked;
  if (key !== null) refuseKey(call, key, asked);
  refuseGuarded(call, body);
  const found = deploymentFor(store, asked.model);
  if (found === null) {
    const error = `/chat/completions: Invalid model name passed in model=${asked.model}. Call \`/v1/models\` to view available models for your key.`;
    throw wrappedError(400, { error }, { type: 'None', param: 'None' });
  }
  account(call, asked, found.deployment);
  return {
    ...ok({
      id: `chatcmpl-${newId()}`,
      created: Math.floor(nowMs / 1000),
      model: found.shownName,
      object: 'chat.completion',
      choices: [
        {
          finish_reason: 'stop',
          index: 0,
          message: { content: found.deployment.params['mock_response'] ?? 'mock', role: 'assistant' },
        },
      ],
      usage: {
        completion_tokens: USAGE.completionTokens,
        prompt_tokens: USAGE.promptTokens,
        total_tokens: USAGE.promptTokens + USAGE.completionTokens,
      },
    }),
    headers: {
      'x-litellm-call-id': newId(),
      'x-litellm-model-id': found.deployment.id,
      'x-litellm-version': version,
      'x-litellm-response-cost': String(costOf(found.deployment, USAGE)),
    },
  };
}

function refuseKey(call: Call, key: Row, asked: Asked): void {
  const { store } = call;
  const teamId = textOf(key['team_id']);
  if (teamId !== '' && asked.team === undefined) {
    const error = `Team doesn't exist in db. Team=${teamId}. Create team via \`/team/new\` call.`;
    throw wrappedError(404, { error }, { type: 'auth_error', param: 'None' });
  }
  if (asked.team?.['blocked'] === true) {
    throw proxyError(
      401,
      `Authentication Error, Team=${teamId} is blocked. Update via \`/team/unblock\` if your admin.`,
    );
  }
  refuseModel(store, asked);
  refuseBudgets(store, asked);
  refuseRate(call, key);
}

/** Guardrails that the request names. Only content is looked at, and only for the patterns that block. */
function refuseGuarded({ store, older }: Call, body: ValueObject): void {
  for (const name of textsOf(body['guardrails'])) {
    const guardrail = store.guardrails.by('name', name)[0];
    const params = isObject(guardrail?.['litellm_params']) ? guardrail['litellm_params'] : {};
    for (const pattern of objectsOf(params['patterns'])) {
      const kind = textOf(pattern['pattern_name']);
      if (pattern['action'] !== 'BLOCK' || !hasSecretPattern(kind, contentOf(body))) continue;
      throw blockedContent(kind, name, params['mode'] ?? null, older);
    }
  }
}

function blockedContent(kind: string, guardrail: string, mode: Value, older: boolean): Refusal {
  const error = `Content blocked: ${kind} pattern detected`;
  if (older) return wrappedError(403, { error, pattern: kind }, { type: 'None', param: 'None' });
  return new Refusal({
    status: 400,
    body: {
      error: {
        message: error,
        type: 'invalid_request_error',
        param: null,
        code: '400',
        provider_specific_fields: { error, pattern: kind, guardrail_name: guardrail, guardrail_mode: mode },
      },
    },
  });
}

function contentOf(body: ValueObject): string {
  const messages = body['messages'];
  return isList(messages)
    ? objectsOf(messages)
        .map(({ content }) => textOf(content))
        .join('\n')
    : '';
}
