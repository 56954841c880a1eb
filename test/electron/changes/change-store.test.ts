import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { changeOf } from '../../../electron/changes/change-state.ts';
import { adoptPlan, readChange } from '../../../electron/changes/change-store.ts';
import type { JournalEntry } from '../../../electron/changes/journal-entry.ts';
import { describeOutcome } from '../../../electron/cli/outcome-text.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const PLAN: Plan = {
  format: 1,
  id: '20261101T140200-abcdef',
  madeAt: '2026-11-01T14:02:00.000Z',
  mode: 'merge',
  bases: [{ node: 'eu', snapshotHash: 'h' }],
  operations: [
    {
      id: '1',
      node: 'eu',
      action: 'create',
      kind: 'team',
      name: 'a',
      fields: [{ path: 'models', after: ['x'] }],
      wanted: { models: ['x'] },
    },
  ],
  summary: { create: 1, update: 0, delete: 0 },
  warnings: [],
};

function edited(plan: Plan, change: Partial<Plan['operations'][number]>): Plan['operations'] {
  return plan.operations.map((operation) => ({ ...operation, ...change }));
}

async function planFile(plan: unknown): Promise<{ workspace: string; file: string }> {
  const folder = await temporaryFolder();
  const file = join(folder, 'plan.json');
  await writeFile(file, JSON.stringify(plan));
  return { workspace: join(folder, 'workspace'), file };
}

describe('changeOf', () => {
  it('calls a change verified only when each of its operations is', () => {
    const at = '2026-11-01T14:02:00.000Z';
    const begin: JournalEntry = { type: 'begin', at, pid: 1, nodes: ['eu'] };
    const end = { type: 'end', at, outcome: 'verified' } as const;
    expect(changeOf(PLAN, [begin, end], false)).toMatchObject({ status: 'failed' });
    const verified = { type: 'verified', at, operation: '1' } as const;
    expect(changeOf(PLAN, [begin, verified, end], false)).toMatchObject({ status: 'verified' });
  });
});

describe('a secret that was written', () => {
  const at = '2026-11-01T14:02:00.000Z';
  const outcome = (wanted: JsonObject, end: 'verified' | 'failed' = 'verified') => {
    const plan = { ...PLAN, operations: edited(PLAN, { wanted }) };
    const problem = { code: 'refused', message: 'No.' };
    const settled: JournalEntry =
      end === 'verified'
        ? { type: 'verified', at, operation: '1' }
        : { type: 'failed', at, operation: '1', problem };
    return changeOf(plan, [{ type: 'begin', at, pid: 1, nodes: ['eu'] }, settled], false);
  };
  const secret = { values: { api_key: secretReference('PROVIDER') } };

  it('is told from what was read again, in the result and in the text', () => {
    const alone = outcome({ settings: secret });
    expect(alone.results[0]?.note).toMatch(/^Accepted; PROVIDER cannot be read back/);
    expect(describeOutcome(alone)).toContain('verified (*)');
    expect(describeOutcome(alone)).toContain('(*) eu, team a: Accepted; PROVIDER cannot be read back');
    const beside = outcome({ models: ['x'], settings: secret });
    expect(beside.results[0]?.note).toMatch(/^Read again and as wanted, but for the secret/);
  });

  it('is not spoken of where there is none, or where nothing was accepted', () => {
    expect(outcome({ models: ['x'] }).results).toEqual([{ operation: '1', status: 'verified' }]);
    expect(describeOutcome(outcome({ models: ['x'] }))).not.toContain('(*)');
    expect(outcome({ settings: secret }, 'failed').results[0]?.note).toBeUndefined();
  });
});

describe('adoptPlan', () => {
  it('takes a plan in as it is, once', async () => {
    const { workspace, file } = await planFile(PLAN);
    expect(await adoptPlan(workspace, file)).toBe(PLAN.id);
    expect(await adoptPlan(workspace, file)).toBe(PLAN.id);
    const change = await readChange(workspace, PLAN.id);
    expect(change).toMatchObject({ status: 'planned', plan: PLAN });
  });

  it('refuses another plan of the same name', async () => {
    const { workspace, file } = await planFile(PLAN);
    await adoptPlan(workspace, file);
    await writeFile(file, JSON.stringify({ ...PLAN, mode: 'sync' }));
    await expect(adoptPlan(workspace, file)).rejects.toMatchObject({ problem: { code: 'plan_differs' } });
  });

  it.each<[string, (plan: Plan) => Partial<Plan>]>([
    ['an operation on a node without a base', () => ({ bases: [] })],
    [
      'fields that are not what is written',
      (plan) => ({ operations: edited(plan, { wanted: { models: ['z'] } }) }),
    ],
    [
      'a write that is not shown',
      (plan) => ({ operations: edited(plan, { wanted: { models: ['x'], blocked: true } }) }),
    ],
    ['a create with an id', (plan) => ({ operations: edited(plan, { resourceId: 't1' }) })],
    ['an update of nothing', (plan) => ({ operations: edited(plan, { action: 'update' }) })],
    ['a summary that counts otherwise', () => ({ summary: { create: 0, update: 1, delete: 0 } })],
    ['one number for two operations', (plan) => ({ operations: [...plan.operations, ...plan.operations] })],
  ])('refuses %s', async (_what, change) => {
    const { workspace, file } = await planFile({ ...PLAN, ...change(PLAN) });
    await expect(adoptPlan(workspace, file)).rejects.toMatchObject({
      problem: { code: 'plan_inconsistent' },
    });
  });

  it.each(['../outside', '..', 'a/b', '', 'x'.repeat(65)])(
    'refuses the id %j, which would leave its folder',
    async (id) => {
      const { workspace, file } = await planFile({ ...PLAN, id });
      await expect(adoptPlan(workspace, file)).rejects.toMatchObject({ problem: { code: 'not_a_plan' } });
      expect(await readdir(join(workspace, '..'))).toEqual(['plan.json']);
    },
  );
});
