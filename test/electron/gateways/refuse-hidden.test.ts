import { describe, expect, it } from 'vitest';

import { createDoublewordAdapter } from '../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { createLitellmAdapter } from '../../../electron/gateways/litellm/litellm-adapter.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Operation } from '../../../shared/plan/plan.ts';

const work = { signal: new AbortController().signal, progress: () => undefined };
/** Nothing listens there: whoever gets as far as to ask is told so. */
const connection = { node: 'eu', url: 'http://127.0.0.1:1', key: 'made-up' };

function create(wanted: JsonObject): Operation {
  return { id: '1', node: 'eu', action: 'create', kind: 'team', name: 'a', fields: [], wanted };
}

describe.each([createLitellmAdapter(), createDoublewordAdapter()])('the adapter of $kind', (adapter) => {
  it.each<[JsonObject]>([
    [{ settings: { metadata: { hook: 'https://‹hidden›@host' } } }],
    [{ settings: { metadata: [{ '‹hidden›': 1 }] } }],
    [{ settings: { metadata: { token: '***' } } }],
  ])('sends nothing of which a part is hidden: %j', async (wanted) => {
    await expect(adapter.apply(connection, create(wanted), work)).rejects.toMatchObject({
      problem: { code: 'not_supported', message: expect.stringContaining('is hidden here') as string },
    });
  });
});
