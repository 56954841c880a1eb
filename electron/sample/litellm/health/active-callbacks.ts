import { createHash } from 'node:crypto';
import { ok, type Answer } from '../answer.ts';
import type { Call, Route } from '../route.ts';
import { callbacksOf } from './callbacks.ts';

/** The callbacks as the gateway's own objects print themselves, with their addresses in memory. */
export const ACTIVE_CALLBACK_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/active/callbacks', access: 'admin', answer: activeCallbacks },
];

function activeCallbacks({ store }: Call): Answer {
  const [first = '', ...rest] = callbacksOf(store).map(printed);
  const withRouter = [first, ...rest];
  const lists = { input: rest, failure: withRouter, success: withRouter };
  const all = [rest, rest, withRouter, withRouter, withRouter, withRouter].flat();
  return ok({
    alerting: 'None',
    'litellm.callbacks': rest,
    'litellm.input_callback': lists.input,
    'litellm.failure_callback': lists.failure,
    'litellm.success_callback': lists.success,
    'litellm._async_success_callback': withRouter,
    'litellm._async_failure_callback': withRouter,
    'litellm._async_input_callback': [],
    all_litellm_callbacks: all,
    num_callbacks: all.length,
    num_alerting: 0,
    'litellm.request_timeout': store.settings.litellm_settings.file['request_timeout'] ?? null,
  });
}

function printed(name: string): string {
  const address = createHash('sha256').update(name).digest('hex').slice(0, 9);
  return `<litellm.${name} object at 0x7f${address}0>`;
}
