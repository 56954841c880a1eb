import { json, notFound } from './answer.ts';
import { userPart, uuidPart } from './route.ts';
import type { Route } from './route.ts';
import { newestFirst } from './store.ts';

/** Webhooks, for reading: a bare array that comes whole, also for somebody who is not there (dwctl 10.13.1). */
export const webhookRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/users/:user/webhooks',
    answer: (call) => {
      const owner = userPart(call);
      return json(200, newestFirst(call.store.state.webhooks.filter(({ user_id }) => user_id === owner)));
    },
  },
  {
    method: 'GET',
    pattern: '/users/:user/webhooks/:webhook',
    answer: (call) => {
      const [owner, id] = [userPart(call), uuidPart(call, 'webhook')];
      const found = call.store.state.webhooks.find((one) => one.id === id && one.user_id === owner);
      return found === undefined ? notFound('Webhook', id) : json(200, found);
    },
  },
];
