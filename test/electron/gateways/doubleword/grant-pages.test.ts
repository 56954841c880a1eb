import { expect, it } from 'vitest';

import { grantPages } from '../../../../electron/gateways/doubleword/grant.ts';
import type { GatewayAnswer } from '../../../../electron/gateways/http/client.ts';

type Get = Parameters<typeof grantPages>[0];

/** A ledger to which a grant is added after each page, newest first. */
function growing(count: number): Get {
  const ledger = Array.from({ length: count }, (_, index) => `console:old-${String(index)}`);
  return (_path, query = {}) => {
    const [skip, limit] = [Number(query['skip']), Number(query['limit'])];
    const data = ledger.slice(skip, skip + limit).map((source) => ({
      id: source,
      source_id: source,
      user_id: 'u',
      transaction_type: 'admin_grant',
      amount: '1',
      description: null,
    }));
    const has_more = ledger.length > skip + limit;
    ledger.unshift(`console:new-${String(skip)}`);
    return Promise.resolve({ body: { data, has_more } } as unknown as GatewayAnswer);
  };
}

async function idsIn(count: number, most?: number): Promise<[readonly string[], readonly string[]]> {
  const ids: string[] = [];
  const lacks: string[] = [];
  for await (const page of grantPages(growing(count), (why) => lacks.push(why), most))
    ids.push(...page.map(({ id }) => id));
  return [ids, lacks];
}

it.each([0, 1, 101, 102, 6000])(
  'reads a ledger of %i grants to which some are added, each once',
  async (count) => {
    const [ids, lacks] = await idsIn(count);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith('console:old-'))).toHaveLength(count);
    expect(lacks).toEqual([]);
  },
);

it('says so where there are more than it reads', async () => {
  const [, lacks] = await idsIn(500, 300);
  expect(lacks).toEqual([expect.stringContaining('more than 300 grants')]);
});
