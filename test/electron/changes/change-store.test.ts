import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { adoptPlan, readChange } from '../../../electron/changes/change-store.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
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

async function planFile(plan: unknown): Promise<{ workspace: string; file: string }> {
  const folder = await temporaryFolder();
  const file = join(folder, 'plan.json');
  await writeFile(file, JSON.stringify(plan));
  return { workspace: join(folder, 'workspace'), file };
}

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

  it.each(['../outside', '..', 'a/b', '', 'x'.repeat(65)])(
    'refuses the id %j, which would leave its folder',
    async (id) => {
      const { workspace, file } = await planFile({ ...PLAN, id });
      await expect(adoptPlan(workspace, file)).rejects.toMatchObject({ problem: { code: 'not_a_plan' } });
      expect(await readdir(join(workspace, '..'))).toEqual(['plan.json']);
    },
  );
});
