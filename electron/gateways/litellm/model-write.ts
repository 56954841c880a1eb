import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { ProblemError } from '../../../shared/result.ts';
import { decimalText, textOf } from './fields.ts';
import { isMissing } from './missing.ts';
import type { Session } from './session.ts';
import { notSupported } from './team-body.ts';

/** Makes or deletes a deployment of the database; those of the gateway's own file cannot be written (1.106.2). */
export async function applyModel(session: Session, operation: Operation): Promise<string> {
  if (operation.action === 'create') return createModel(session, operation);
  const { resourceId: id, before } = operation;
  if (before?.owner === 'file')
    throw new ProblemError({
      code: 'file_owned',
      message: `${operation.name} on ${operation.node} comes from the gateway's own config file, so the API cannot change it. Nothing was sent.`,
      next: 'Change the file and deploy it.',
    });
  if (operation.action === 'update' || id === undefined)
    throw notSupported(
      operation,
      'A deployment cannot be changed in place, as limits and prices could not be cleared.',
    );
  await deleteModel(session, id);
  return id;
}

async function createModel(session: Session, operation: Operation): Promise<string> {
  const params = paramsOf(operation);
  const { body } = await session.post('/model/new', {
    model_name: operation.name,
    litellm_params: params,
    model_info: {},
  });
  const info = isJsonObject(body) ? body['model_info'] : undefined;
  const id = isJsonObject(body)
    ? textOf(body['model_id']) || textOf(isJsonObject(info ?? null) ? (info as JsonObject)['id'] : null)
    : '';
  if (id !== '') return id;
  throw new ProblemError({
    code: 'answer_unreadable',
    message: `${operation.node} did not say which deployment it made for ${operation.name}.`,
    next: 'Pull the node to see whether it is there.',
    where: 'POST /model/new',
  });
}

const PARAMS: Readonly<Record<string, (value: JsonValue) => readonly [string, JsonValue]>> = {
  target: (value) => ['model', value],
  inputPrice: (value) => ['input_cost_per_token', priceOf(value)],
  outputPrice: (value) => ['output_cost_per_token', priceOf(value)],
  requestsPerMinute: (value) => ['rpm', value],
  tokensPerMinute: (value) => ['tpm', value],
};

function paramsOf(operation: Operation): JsonObject {
  const params = Object.entries(operation.wanted ?? {}).flatMap(([name, value]) => {
    const param = PARAMS[name];
    if (param === undefined)
      throw notSupported(operation, `A deployment has no ${name} that can be written here.`);
    return value === null ? [] : [param(value)];
  });
  const body = Object.fromEntries(params);
  if (typeof body['model'] !== 'string')
    throw notSupported(operation, 'A deployment needs a target, such as openai/gpt-4o.');
  return body;
}

function priceOf(value: JsonValue): number | null {
  const text = decimalText(value);
  return text === null ? null : Number(text);
}

/** One that is gone already is what a delete wants; LiteLLM says 400 "not found" then. */
async function deleteModel(session: Session, id: string): Promise<void> {
  try {
    await session.post('/model/delete', { id });
  } catch (error) {
    if (!isMissing(error, 400)) throw error;
  }
}
