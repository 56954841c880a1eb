import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { adoptPlan, readChange } from '../../../electron/changes/change-store.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { Operation, Plan } from '../../../shared/plan/plan.ts';
import { summarise } from '../../../shared/plan/plan.ts';
import { createBench, type Bench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

const HELD: Resource = {
  ...heldTeam('a', { models: ['x', 'z'], members: ['u'] }),
  observed: { spend: 5, routes: ['all'] },
};

/** Plans, and lets somebody write the plan anew before it is pushed. */
async function forged(
  change: (plan: Plan) => Partial<Plan>,
  policy = 'version: 1\nteams: { a: { models: [x] } }\n',
  sync = false,
): Promise<[Bench, string]> {
  const bench = await createBench();
  bench.litellm.held.set('eu', [HELD, heldTeam('b', { members: ['u', 'v'] })]);
  await bench.write('policy.yaml', policy);
  await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
  const planned = await bench.handlers['changes.plan']({ nodes: ['eu'], sync }, bench.context);
  const path = join(bench.workspace, 'changes', planned.change.id, 'plan.json');
  const plan = JSON.parse(await readFile(path, 'utf8')) as Plan;
  const next = { ...plan, ...change(plan) };
  await writeFile(path, JSON.stringify({ ...next, summary: summarise(next.operations) }));
  return [bench, plan.id];
}

const edit =
  (change: (operation: Operation) => Partial<Operation>) =>
  ({ operations }: Plan): Partial<Plan> => ({
    operations: operations.map((operation) => ({ ...operation, ...change(operation) })),
  });

const push = (bench: Bench, id: string) => bench.handlers['changes.push']({ id }, bench.context);

/** A plan of one update whose state before is made up so that its fields do not show all that it sends. */
const hiding = edit(({ before = HELD, wanted }) => ({
  before: { ...before, observed: { ...before.observed, tpm: 9 } },
  wanted: { ...wanted, settings: { tpm: 9 } },
}));

describe('a plan that does what it does not show', () => {
  it('is pushed as it was made', async () => {
    const [bench, id] = await forged(() => ({}));
    expect((await push(bench, id)).change.status).toBe('verified');
  });

  it.each<[string, Parameters<typeof forged>, RegExp]>([
    ['hides a value in what was observed', [hiding], /of the team "a" it would change other fields/],
    [
      'has its warnings taken out',
      [() => ({ warnings: [] })],
      /it does not say this: On eu "a" can no longer use z\./,
    ],
    [
      'deletes and says that it merges',
      [() => ({ mode: 'merge' }), 'version: 1\nteams: { a: {} }\n', true],
      /it says that it deletes nothing, and does/,
    ],
    [
      'deletes and does not say what goes with it',
      [
        ({ warnings }) => ({ warnings: warnings.filter(({ message }) => !message.startsWith('Deleting')) }),
        'version: 1\nteams: { a: {} }\n',
        true,
      ],
      /it does not say this: Deleting the team "b" on eu: 2 members lose/,
    ],
  ])('is refused when it %s, also when it comes from a file', async (_, given, words) => {
    const [bench, id] = await forged(...given);
    await expect(push(bench, id)).rejects.toMatchObject({
      problem: { code: 'plan_inconsistent', message: expect.stringMatching(words) },
    });
    expect(bench.litellm.sent).toEqual([]);
    const { plan } = await readChange(bench.workspace, id);
    const file = join(bench.workspace, 'other.json');
    await writeFile(file, JSON.stringify({ ...plan, id: 'other' }));
    await expect(adoptPlan(bench.workspace, file)).rejects.toMatchObject({
      problem: { code: 'plan_inconsistent' },
    });
  });

  it('is found out by the state of the node where its own state is not at hand', async () => {
    const [bench, id] = await forged((plan) => ({
      ...hiding(plan),
      bases: plan.bases.map((base) => ({ ...base, snapshotHash: 'made up' })),
    }));
    await expect(push(bench, id)).rejects.toMatchObject({ problem: { code: 'plan_inconsistent' } });
    expect(bench.litellm.sent).toEqual([]);
  });

  it('is no other plan for what was spent since', async () => {
    const policy = 'version: 1\nteams: { a: { budget: { limit: "1 USD", period: 30d } } }\n';
    const [bench, id] = await forged(() => ({}), policy);
    const { plan } = await readChange(bench.workspace, id);
    expect(plan.warnings.map(({ message }) => message).join()).toContain('already spent 5 USD');
    const rest = (bench.litellm.held.get('eu') ?? []).slice(1);
    bench.litellm.held.set('eu', [{ ...HELD, observed: { ...HELD.observed, spend: 6 } }, ...rest]);
    expect((await push(bench, id)).change.results).toMatchObject([{ status: 'verified' }]);
  });
});
