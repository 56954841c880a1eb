import { ok, type Answer } from '../answer.ts';
import { readFields } from '../fields.ts';
import type { Call } from '../route.ts';
import { objectOf, textOf } from '../store/row.ts';

/** A model that cannot be reached: a 200 all the same. No connection is ever tried. */
export function testConnection({ body }: Call): Answer {
  const found = readFields(body, { mode: 'text', litellm_params: 'object' }, ['litellm_params']);
  const { api_key: _, max_retries: __, ...params } = objectOf(found.get('litellm_params'));
  const model = textOf(params['model']);
  const error = `litellm.InternalServerError: InternalServerError: OpenAIException - Connection error.`;
  return ok({
    status: 'error',
    result: {
      ...params,
      error,
      raw_request_typed_dict: {
        raw_request_api_base: `${textOf(params['api_base'])}/`,
        raw_request_body: {
          model: model.slice(model.indexOf('/') + 1),
          messages: [{ role: 'user', content: 'test' }],
          max_tokens: 16,
          extra_body: {},
        },
        raw_request_headers: { Authorization: 'Be****ne' },
        error: null,
      },
    },
  });
}
