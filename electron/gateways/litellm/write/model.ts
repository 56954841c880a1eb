import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { segment } from '../../http/route.ts';
import { decimalText, textOf } from '../fields.ts';
import { readModel } from '../model.ts';
import { chosenId, notSupported, settingsOf, unnamed } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/**
 * Deployments of the database (1.81.13, 1.106.2). An update merges: what is left out stays, a key stays, and nothing
 * can be taken away. A provider that LiteLLM does not know is answered with 500 although the row is saved: reading it
 * again decides.
 */
export const modelWriter: Writer = {
  async create(session, operation, watch) {
    const { params, info, rest } = bodyParts(operation);
    if (typeof params['model'] !== 'string')
      throw notSupported(operation, 'A deployment needs a target, such as openai/gpt-4o.');
    const id = chosenId(operation);
    // Known before the answer, so that a row saved behind an error can be found again.
    if (id !== '') watch.made(id);
    const { body } = await session.write('POST', '/model/new', {
      ...rest,
      model_name: operation.name,
      litellm_params: params,
      model_info: id === '' ? info : { ...info, id },
    });
    const answer: JsonObject = isJsonObject(body) ? body : {};
    const told = isJsonObject(answer['model_info']) ? answer['model_info'] : {};
    const made = textOf(answer['model_id']) || textOf(told['id']);
    if (made === '') throw unnamed(operation, 'POST /model/new');
    watch.made(made);
    return made;
  },
  async update(session, operation, id) {
    const { params, info, rest } = bodyParts(operation);
    const { blocked, ...body } = rest;
    if (Object.keys(params).length + Object.keys(info).length + Object.keys(body).length > 0)
      await session.write('PATCH', `/model/${segment(id)}/update`, {
        ...body,
        ...(Object.keys(params).length === 0 ? {} : { litellm_params: params }),
        ...(Object.keys(info).length === 0 ? {} : { model_info: info }),
      });
    if (blocked !== undefined)
      await session.write('POST', blocked === true ? '/model/block' : '/model/unblock', { model_id: id });
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('POST', '/model/delete', { id });
  },
  async read(session, id) {
    // An unknown one is answered with 400.
    const body = await askOne(session, 'model', '/v1/model/info', { litellm_model_id: id });
    const data = isJsonObject(body) ? body['data'] : undefined;
    const rows: readonly JsonValue[] = Array.isArray(data) ? data : [];
    return readRow(rows[0], readModel);
  },
};

const PARAMS: Readonly<Record<string, (value: JsonValue) => readonly [string, JsonValue]>> = {
  target: (value) => ['model', value],
  inputPrice: (value) => ['input_cost_per_token', priceOf(value)],
  outputPrice: (value) => ['output_cost_per_token', priceOf(value)],
  requestsPerMinute: (value) => ['rpm', value],
  tokensPerMinute: (value) => ['tpm', value],
};

interface BodyParts {
  readonly params: JsonObject;
  readonly info: JsonObject;
  readonly rest: JsonObject;
}

function bodyParts(operation: Operation): BodyParts {
  const wanted = operation.wanted ?? {};
  const neutral = Object.entries(wanted).flatMap(([name, value]) => {
    if (name === 'settings' || name === 'id') return [];
    const param = PARAMS[name];
    if (param === undefined)
      throw notSupported(operation, `A deployment has no ${name} that can be written here.`);
    return value === null ? [] : [param(value)];
  });
  const { litellm_params: params, model_info: info, ...rest } = settingsOf(wanted);
  return {
    params: { ...(isJsonObject(params) ? params : {}), ...Object.fromEntries(neutral) },
    info: isJsonObject(info) ? info : {},
    rest,
  };
}

function priceOf(value: JsonValue): number | null {
  const text = decimalText(value);
  return text === null ? null : Number(text);
}
