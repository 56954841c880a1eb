import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openCliBench, type CliBench } from './cli-bench.ts';

/** What a test looks at in a plan's document. */
interface PlanDocument {
  readonly plan: string;
  readonly operations: readonly {
    readonly action: string;
    readonly kind: string;
    readonly name: string;
    readonly node: string;
  }[];
  readonly warnings: readonly { readonly node: string; readonly message: string }[];
}

/** Said on top of what the sample's policy says, of things that are on one kind of node, or on both. */
const MORE = `
  # On all three nodes, under one name.
  crossing:
    models: [gpt-4o-mini, qwen3-32b]
    members: [evaluation]
    budget: { limit: 15 USD, period: month }

models:
  mistral-small: { limits: { requestsPerMinute: 600 } }

roles:
  watcher: { permissions: [see-everything] }

users:
  evaluation: { role: watcher }

keys:
  evaluation/service:
    budget: { limit: 12.5 USD, period: month }
    limits: { requestsPerMinute: 30 }
`;

describe('one policy on gateways of both kinds', { timeout: 120_000 }, () => {
  let bench: CliBench;
  let planned: PlanDocument;
  beforeAll(async () => {
    bench = await openCliBench();
    const file = path.join(bench.workspace, 'policy.yaml');
    await writeFile(file, (await readFile(file, 'utf8')) + MORE);
    await bench.run('pull');
  }, 120_000);
  afterAll(() => bench.close());

  async function plan(...argv: readonly string[]): Promise<PlanDocument> {
    return (await bench.json('plan', ...argv)).document as PlanDocument;
  }

  it('says of each rule what each node makes of it', async () => {
    const { out } = await bench.run('policy', 'check');
    for (const said of [
      /evaluation\/service.*12\.5 USD a month.*spend limit \(monthly\)/,
      /crossing.*15 USD a month.*A group has no budget there/,
    ])
      expect(out.replaceAll(/\s+/g, ' ')).toMatch(said);
  });

  it('is planned on every node, as far as each can hold it', async () => {
    planned = await plan();
    const of = (node: string): readonly string[] =>
      planned.operations
        .filter((operation) => operation.node === node)
        .map(({ action, kind, name }) => `${action} ${kind} ${name}`)
        .sort();
    expect(of('batch')).toEqual([
      'create team crossing',
      'create team nightly-evals',
      'update key evaluation/service',
      'update model mistral-small',
      'update user evaluation',
    ]);
    for (const node of ['prod-eu', 'prod-us']) expect(of(node)).toContain('create team crossing');
    const said = planned.warnings.map(({ node, message }) => `${node}: ${message}`).join('\n');
    expect(said).toContain('Groups have no budgets on batch: that of "crossing" is not enforced there.');
    expect(said).toContain('prod-eu holds no key "evaluation/service"');
  });

  it('is pushed to all of them in one go, and read again', async () => {
    const { exit, out, err } = await bench.run('push', planned.plan);
    expect([exit, err]).toEqual([0, '']);
    for (const node of ['batch', 'prod-eu', 'prod-us']) expect(out).toContain(node);
  });

  it('wants nothing more of either kind after a new pull', async () => {
    expect((await bench.run('pull')).exit).toBe(0);
    expect((await plan()).operations).toEqual([]);
  });

  it('is taken back from all of them, so that the plan is the first one again', async () => {
    const { document } = await bench.json('rollback', planned.plan);
    const back = document as PlanDocument;
    expect(back.operations).toHaveLength(planned.operations.length);
    const pushed = await bench.run('push', back.plan);
    expect([pushed.exit, pushed.err]).toEqual([0, '']);
    expect((await bench.run('pull')).exit).toBe(0);
    const names = ({ operations }: PlanDocument): readonly string[] =>
      operations.map(({ action, kind, name, node }) => `${node} ${action} ${kind} ${name}`).sort();
    expect(names(await plan())).toEqual(names(planned));
    // A rate can be changed there, and never taken away: it stays, which the plan to take back says.
    expect(back.warnings.map(({ message }) => message).join(' ')).toContain(
      'requestsPerMinute of the key "evaluation/service" on batch cannot be removed here',
    );
  });
});
