import { json, notFound } from './answer.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordToolSource } from './state.ts';

/** Tool sources and who may use them, for reading: bare arrays that come whole (dwctl 10.13.1, from its source). */
export const toolRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/tool-sources',
    answer: ({ store }) => json(200, store.state.toolSources.map(body)),
  },
  {
    method: 'GET',
    pattern: '/tool-sources/:source',
    answer: (call) => {
      const id = uuidPart(call, 'source');
      const found = call.store.state.toolSources.find((one) => one.id === id);
      return found === undefined ? notFound('Tool source', id) : json(200, body(found));
    },
  },
  { method: 'GET', pattern: '/groups/:holder/tool-sources', answer: (call) => usedBy(call, 'groups') },
  { method: 'GET', pattern: '/deployments/:holder/tool-sources', answer: (call) => usedBy(call, 'models') },
];

function usedBy(call: Call, edges: 'groups' | 'models') {
  const id = uuidPart(call, 'holder');
  return json(200, call.store.state.toolSources.filter((one) => one[edges].includes(id)).map(body));
}

function body({ groups: _groups, models: _models, ...source }: DoublewordToolSource): object {
  return source;
}
