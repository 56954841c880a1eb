import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Connection } from '../../../../../electron/gateways/adapter.ts';
import { createLitellmAdapter } from '../../../../../electron/gateways/litellm/litellm-adapter.ts';
import {
  startLitellmSimulator,
  type LitellmSimulator,
} from '../../../../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../../../../electron/sample/litellm/spend-log.ts';
import type { JsonObject } from '../../../../../shared/json.ts';
import type { Operation } from '../../../../../shared/plan/plan.ts';
import { LAB_MASTER_KEY, labState } from '../../../sample/litellm/lab-state.ts';

const adapter = createLitellmAdapter();
const work = () => ({ signal: new AbortController().signal, progress: () => undefined });
const USERS = ['user-001', 'user-002', 'user-003'] as const;

const budget = fc.record({
  limit: fc.constantFrom('0', '1.5', '20'),
  period: fc.constantFrom(null, '1d', '30d'),
});
const someBudget = fc.option(budget, { nil: null });
/** What a plan may want of a team at once. */
const wanted = fc.record(
  {
    memberBudget: someBudget,
    memberBudgets: fc.oneof(
      fc.constant(null),
      fc.dictionary(fc.constantFrom(...USERS), someBudget, { maxKeys: 3 }),
    ),
    settings: fc.record({ metadata: fc.dictionary(fc.constantFrom('a', 'b'), fc.nat(9), { minKeys: 1 }) }),
  },
  { requiredKeys: [] },
);

describe.each(['1.106.2', '1.81.13'] as const)(
  'what members may spend in a team of a simulated %s',
  (release) => {
    let simulator: LitellmSimulator;
    let connection: Connection;
    beforeAll(async () => {
      simulator = await startLitellmSimulator({
        state: labState(),
        log: EMPTY_LOG,
        masterKey: LAB_MASTER_KEY,
        release,
      });
      connection = { node: 'eu', url: simulator.url, key: LAB_MASTER_KEY };
    });
    afterAll(() => simulator.close());

    async function apply(part: Partial<Operation>): Promise<string> {
      const operation: Operation = {
        id: '1',
        node: 'eu',
        action: 'update',
        kind: 'team',
        name: 'members of a team',
        fields: [],
        ...part,
      };
      const { resourceId } = await adapter.apply(connection, operation, work());
      return resourceId;
    }
    const fieldsOf = async (id: string): Promise<JsonObject> =>
      (await adapter.reread(connection, 'team', id, work()))?.fields ?? {};
    async function budgets(): Promise<number> {
      const response = await fetch(`${simulator.url}/budget/list`, {
        headers: { authorization: `Bearer ${LAB_MASTER_KEY}` },
      });
      return ((await response.json()) as unknown[]).length;
    }

    it('is found as it was written, whatever was there before, and leaves no budget behind', async () => {
      const before = await budgets();
      await fc.assert(
        fc.asyncProperty(fc.array(wanted, { minLength: 1, maxLength: 4 }), async (steps) => {
          const id = await apply({ action: 'create', wanted: { members: USERS } });
          let expected: { memberBudget: unknown; memberBudgets: JsonObject; metadata: JsonObject } = {
            memberBudget: null,
            memberBudgets: {},
            metadata: {},
          };
          for (const step of steps) {
            await apply({ resourceId: id, wanted: step });
            const own =
              step.memberBudgets === null
                ? {}
                : Object.fromEntries(
                    Object.entries({ ...expected.memberBudgets, ...step.memberBudgets }).filter(
                      ([, value]) => value !== null,
                    ),
                  );
            expected = {
              memberBudget: step.memberBudget === undefined ? expected.memberBudget : step.memberBudget,
              memberBudgets: own,
              metadata: step.settings?.metadata ?? expected.metadata,
            };
            const read = await adapter.reread(connection, 'team', id, work());
            expect(read?.fields).toMatchObject({ memberBudget: expected.memberBudget });
            expect(read?.fields['memberBudgets']).toEqual(expected.memberBudgets);
            expect(read?.settings['metadata'] ?? {}).toEqual(expected.metadata);
          }
          await apply({ action: 'delete', resourceId: id });
        }),
        { numRuns: 25 },
      );
      expect(await budgets()).toBe(before);
    });

    it('goes with the member, and is what the team gives for who joins', async () => {
      const id = await apply({
        action: 'create',
        wanted: {
          members: ['user-001'],
          memberBudget: { limit: '3', period: '7d' },
          memberBudgets: { 'user-001': { limit: '1', period: null } },
        },
      });
      expect(await fieldsOf(id)).toMatchObject({
        memberBudget: { limit: '3', period: '7d' },
        memberBudgets: { 'user-001': { limit: '1', period: null } },
      });
      await apply({ resourceId: id, wanted: { members: ['user-002'] } });
      expect(await fieldsOf(id)).toMatchObject({ members: ['user-002'], memberBudgets: {} });
      const read = await adapter.reread(connection, 'team', id, work());
      expect(read?.observed['member_budgets']).toMatchObject([
        { user: 'user-002', budget: { limit: '3', period: '7d' } },
      ]);
      await apply({ action: 'delete', resourceId: id });
    });

    it('is refused for who is no member, before anything is sent for them', async () => {
      const id = await apply({ action: 'create', wanted: { members: ['user-001'] } });
      const five = { limit: '5', period: null };
      await expect(
        apply({ resourceId: id, wanted: { memberBudgets: { 'user-009': five } } }),
      ).rejects.toMatchObject({
        problem: { code: 'not_supported', message: expect.stringContaining('user-009 is no member') },
      });
      expect(await fieldsOf(id)).toMatchObject({ memberBudgets: {} });
      await apply({ action: 'delete', resourceId: id });
    });
  },
);
