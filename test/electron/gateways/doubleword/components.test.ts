import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Session } from '../../../../electron/gateways/doubleword/session.ts';
import { componentsIn, writeComponents } from '../../../../electron/gateways/doubleword/write/components.ts';
import type { JsonObject } from '../../../../shared/json.ts';

const MODELS = ['a', 'b', 'c', 'd', 'e'] as const;
const IDS = new Map(MODELS.map((model) => [model, model] as const));

const parts = (models: readonly string[]) =>
  componentsIn({
    wanted: {
      settings: {
        components: models.map((model, index) => ({ model, weight: 1, enabled: true, sort_order: index })),
      },
    },
  }) ?? [];

/** A node with the parts of one composite, which moves a part that gets a place and lets the others make room. */
function nodeWith(models: readonly string[]) {
  const held = [...models];
  const moves: string[] = [];
  const session = {
    get: (_path: string, { skip = 0 }: { readonly skip?: number } = {}) => {
      const rows = held.map((alias, index) => ({
        weight: 1,
        enabled: true,
        sort_order: index,
        model: { alias },
      }));
      return Promise.resolve({ body: skip === 0 ? rows : [] });
    },
    send: (method: string, path: string, body: JsonObject = {}) => {
      const model = path.split('/').at(-1) ?? '';
      const at = held.indexOf(model);
      if (method === 'POST') held.push(model);
      else if (method === 'DELETE') held.splice(at, 1);
      else {
        moves.push(model);
        held.splice(Number(body['sort_order']), 0, ...held.splice(at, 1));
      }
      return Promise.resolve({ body: null });
    },
  } as unknown as Session;
  return { session, held, moves };
}

it('moves parts into their order, and none that is in its place', async () => {
  const some = fc.shuffledSubarray([...MODELS]);
  await fc.assert(
    fc.asyncProperty(some, some, async (before, wanted) => {
      const { session, held, moves } = nodeWith(before);
      await writeComponents(session, 'composite', parts(before), parts(wanted), IDS);
      expect(held).toEqual(wanted);
      const second = nodeWith(held);
      await writeComponents(second.session, 'composite', parts(held), parts(wanted), IDS);
      expect(second.moves).toEqual([]);
      expect(moves.length).toBeLessThan(Math.max(1, wanted.length));
    }),
  );
});
