import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';

import { byOperation } from '../../../electron/changes/journal-entry.ts';
import { journalFile, openJournal, readJournal } from '../../../electron/changes/journal.ts';
import { gatewayError } from '../../../electron/gateways/http/problems.ts';
import { bundleScript } from '../../helpers/bundle-script.ts';
import { createBench, type Bench } from '../../helpers/core-bench.ts';
import { heldTeam, unreachable } from '../../helpers/fake-gateway.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POLICY = 'version: 1\nteams:\n  a: { models: [y] }\n  b: { models: [y] }\n  c: { models: [y] }\n';

/** Both LiteLLM nodes hold a and b with other models; the plan updates those and creates c, on each. */
async function planned(policy = POLICY, sync = false): Promise<{ bench: Bench; id: string }> {
  const bench = await createBench();
  for (const node of ['eu', 'us']) {
    bench.litellm.held.set(node, [heldTeam('a', { models: ['x'] }), heldTeam('b', { models: ['x'] })]);
  }
  await bench.write('policy.yaml', policy);
  await bench.handlers['snapshots.pull']({}, bench.context);
  const { change } = await bench.handlers['changes.plan']({ nodes: ['eu', 'us'], sync }, bench.context);
  return { bench, id: change.id };
}

async function statuses(bench: Bench, id: string): Promise<[string, string[]]> {
  const { change } = await bench.handlers['changes.get']({ id }, bench.context);
  return [change.status, change.results.map(({ status }) => status)];
}

describe('changes.plan', () => {
  it('keeps the plan as a change that nothing was done about yet', async () => {
    const { bench, id } = await planned();
    const { changes } = await bench.handlers['changes.list']({}, bench.context);
    expect(changes).toMatchObject([
      {
        id,
        status: 'planned',
        nodes: ['eu', 'us'],
        summary: { create: 2, update: 4, delete: 0 },
        mode: 'merge',
        endedAt: null,
      },
    ]);
    expect(await statuses(bench, id)).toEqual(['planned', Array(6).fill('waiting')]);
    expect(bench.litellm.sent).toEqual([]);
  });

  it('needs a policy and a pulled node', async () => {
    const bench = await createBench();
    const plan = () => bench.handlers['changes.plan']({ nodes: ['eu'], sync: false }, bench.context);
    await expect(plan()).rejects.toMatchObject({ problem: { code: 'policy_missing' } });
    await bench.write('policy.yaml', POLICY);
    await expect(plan()).rejects.toMatchObject({ problem: { code: 'no_snapshot' } });
  });

  it('says when a config file wants what a plan cannot push', async () => {
    const { bench } = await planned();
    await bench.write(
      'nodes/eu/config.yaml',
      'model_list:\n  - {model_name: m, litellm_params: {model: openai/m}}\n',
    );
    const { change } = await bench.handlers['changes.plan']({ sync: false }, bench.context);
    expect(change.plan.warnings.map(({ message }) => message)).toContain(
      'nodes/eu/config.yaml and eu differ in 1 model that the file owns. This plan cannot change them: deploy the file, then pull again.',
    );
  });

  it('does not take a config file that cannot be read for one without models', async () => {
    const { bench } = await planned();
    await bench.write('nodes/eu/config.yaml', 'model_list: [a: {\n');
    const { change } = await bench.handlers['changes.plan']({ sync: false }, bench.context);
    const told = change.plan.warnings
      .map(({ message }) => message)
      .filter((message) => message.includes('config.yaml'));
    expect(told).toEqual([
      expect.stringMatching(/^nodes\/eu\/config\.yaml:\d+ cannot be used, and was not compared: /),
    ]);
  });

  it('plans what is known when a node of the fleet was never pulled, and says which is left out', async () => {
    const bench = await createBench();
    await bench.write('policy.yaml', POLICY);
    await expect(bench.handlers['changes.plan']({ sync: false }, bench.context)).rejects.toMatchObject({
      problem: { code: 'no_snapshot' },
    });
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    const { change } = await bench.handlers['changes.plan']({ sync: false }, bench.context);
    expect(change.plan.bases.map(({ node }) => node)).toEqual(['eu']);
    expect(change.plan.warnings.map(({ message }) => message)).toContain(
      'us was not pulled yet: it is not in this plan.',
    );
  });

  it('can be discarded until it is pushed', async () => {
    const { bench, id } = await planned();
    await bench.handlers['changes.discard']({ id }, bench.context);
    await expect(bench.handlers['changes.get']({ id }, bench.context)).rejects.toMatchObject({
      problem: { code: 'change_unknown' },
    });
    const second = await planned();
    await second.bench.handlers['changes.push']({ id: second.id }, second.bench.context);
    await expect(
      second.bench.handlers['changes.discard']({ id: second.id }, second.bench.context),
    ).rejects.toMatchObject({
      problem: { code: 'change_pushed' },
    });
  });
});

describe('changes.push', () => {
  it('sends node by node, the canary first, verifies each, pulls again, and leaves nothing to do', async () => {
    const { bench, id } = await planned();
    bench.keys.set('eu/apply', 'unused');
    const { change } = await bench.handlers['changes.push']({ id, canary: 'us' }, bench.context);
    expect(change.status).toBe('verified');
    expect(new Set(change.results.map(({ status }) => status))).toEqual(new Set(['verified']));
    expect(bench.litellm.sent).toEqual([
      'us create c',
      'us update a',
      'us update b',
      'eu create c',
      'eu update a',
      'eu update b',
    ]);
    const { nodes } = await bench.handlers['fleet.list']({}, bench.context);
    expect(nodes.slice(0, 2).map(({ pending }) => pending)).toEqual([0, 0]);
    expect(bench.progress.at(-1)).toMatchObject({ done: 6 });
    const journal = await readJournal(bench.workspace, id);
    expect(journal[0]).toMatchObject({ type: 'begin', nodes: ['us', 'eu'], canary: 'us' });
    for (const entries of byOperation(journal).values())
      expect(entries.map(({ type }) => type)).toEqual(['sent', 'answered', 'verified']);
    expect(journal.at(-1)).toMatchObject({ type: 'end', outcome: 'verified' });
    expect(await readFile(journalFile(bench.workspace, id), 'utf8')).not.toContain('made-up');
  });

  it('has written down what it sends before it sends it', async () => {
    const { bench, id } = await planned();
    const atSend: (string | undefined)[] = [];
    bench.litellm.onApply = async (operation, write) => {
      const journal = await readJournal(bench.workspace, id);
      atSend.push(byOperation(journal).get(operation.id)?.at(-1)?.type);
      return write();
    };
    await bench.handlers['changes.push']({ id }, bench.context);
    expect(atSend).toEqual(Array(6).fill('sent'));
  });

  it('stops at a refusal, skips the rest, and says what was not done', async () => {
    const { bench, id } = await planned();
    bench.litellm.onApply = (operation, write) => {
      if (operation.id !== '2') return write();
      const place = { node: 'eu', route: 'POST /team/update', secrets: [] };
      throw gatewayError(place, 422, { code: 'refused', message: 'eu refused it.' });
    };
    const { change } = await bench.handlers['changes.push']({ id }, bench.context);
    expect(change.status).toBe('failed');
    expect(change.results.map(({ status }) => status)).toEqual([
      'verified',
      'failed',
      // It was under way side by side with the one that failed.
      'verified',
      'skipped',
      'skipped',
      'skipped',
    ]);
    expect(change.results[1]?.problem).toMatchObject({ code: 'refused' });
    expect(bench.litellm.sent).toHaveLength(3);
  });

  it('does not believe an answer: what is not there when re-read is a mismatch', async () => {
    const { bench, id } = await planned();
    bench.litellm.onApply = (operation, write) =>
      operation.id === '2' ? (operation.resourceId ?? '') : write();
    const { change } = await bench.handlers['changes.push']({ id }, bench.context);
    expect(change.status).toBe('failed');
    expect(change.results.slice(0, 3)).toEqual([
      { operation: '1', status: 'verified' },
      { operation: '2', status: 'mismatch', differs: [{ path: 'models', before: ['y'], after: ['x'] }] },
      { operation: '3', status: 'verified' },
    ]);
    expect(change.results[3]).toEqual({ operation: '4', status: 'skipped' });
  });

  it('finds out by reading when an answer is lost', async () => {
    const { bench, id } = await planned();
    bench.litellm.onApply = (operation, write) => {
      // The create and the first update reach the node; the second update does not.
      if (operation.id !== '3') write();
      throw unreachable(operation.node);
    };
    const { change } = await bench.handlers['changes.push']({ id }, bench.context);
    expect(change.results.slice(0, 4).map(({ status }) => status)).toEqual([
      'verified',
      'verified',
      'failed',
      'skipped',
    ]);
    expect(change.results[2]?.problem).toMatchObject({ code: 'node_unreachable' });
  });

  it('leaves open what cannot be read, and settles it when the node answers again', async () => {
    const { bench, id } = await planned();
    bench.litellm.onApply = (_operation, write) => write();
    bench.litellm.onReread = () => Promise.reject(unreachable('eu'));
    const { change } = await bench.handlers['changes.push']({ id }, bench.context);
    expect(change.results[0]).toMatchObject({ status: 'unknown', problem: { code: 'node_unreachable' } });
    bench.litellm.onReread = () => undefined;
    expect((await statuses(bench, id))[1][0]).toBe('verified');
  });

  it('deletes in sync mode and sees that it is gone', async () => {
    const { bench, id } = await planned('version: 1\nteams: { a: {} }\n', true);
    const { change } = await bench.handlers['changes.push']({ id }, bench.context);
    expect(change).toMatchObject({
      status: 'verified',
      plan: { summary: { create: 0, update: 0, delete: 2 } },
    });
    expect(bench.litellm.held.get('eu')?.map(({ name }) => name)).toEqual(['a']);
  });

  it('refuses when a node moved, says what moved, and sends nothing', async () => {
    const { bench, id } = await planned();
    bench.litellm.held.set('us', [heldTeam('a', { models: ['x', 'z'] }), heldTeam('b', { models: ['x'] })]);
    const push = bench.handlers['changes.push']({ id }, bench.context);
    await expect(push).rejects.toMatchObject({
      problem: {
        code: 'state_moved',
        where: 'us',
        message:
          'us is no longer as it was when the plan was made: models of the team "a" changed. Nothing was pushed.',
      },
    });
    expect(bench.litellm.sent).toEqual([]);
    expect((await statuses(bench, id))[0]).toBe('planned');
  });

  it('refuses a second push of the same change, a plan without operations, and a canary it does not touch', async () => {
    const { bench, id } = await planned();
    const push = (change: string, canary?: string) =>
      bench.handlers['changes.push'](
        canary === undefined ? { id: change } : { id: change, canary },
        bench.context,
      );
    await expect(push(id, 'dw')).rejects.toMatchObject({ problem: { code: 'canary_unknown' } });
    await push(id);
    await expect(push(id)).rejects.toMatchObject({ problem: { code: 'change_not_planned' } });
    const { change } = await bench.handlers['changes.plan'](
      { nodes: ['eu', 'us'], sync: false },
      bench.context,
    );
    await expect(push(change.id)).rejects.toMatchObject({ problem: { code: 'nothing_to_push' } });
  });

  it('needs all keys before it sends anything', async () => {
    const { bench, id } = await planned();
    bench.keys.delete('us/read');
    await expect(bench.handlers['changes.push']({ id }, bench.context)).rejects.toMatchObject({
      problem: { code: 'key_missing' },
    });
    expect(bench.litellm.sent).toEqual([]);
  });

  it('stops between operations when it is cancelled', async () => {
    const { bench, id } = await planned();
    bench.litellm.onApply = (operation, write) => {
      if (operation.id === '2') bench.controller.abort();
      return write();
    };
    await expect(bench.handlers['changes.push']({ id }, bench.context)).rejects.toMatchObject({
      problem: {
        code: 'cancelled',
        message: expect.stringContaining('after 3 of 6'),
        next: `Go on with it (gatehouse push ${id} --resume), or take back what was done (gatehouse rollback ${id}).`,
      },
    });
    expect(await statuses(bench, id)).toEqual([
      'interrupted',
      ['verified', 'verified', 'verified', 'skipped', 'skipped', 'skipped'],
    ]);
  });

  it('lets only one push run in a workspace', async () => {
    const { bench, id } = await planned();
    let second: unknown;
    bench.litellm.onApply = async (operation, write) => {
      if (operation.id === '1') {
        expect((await statuses(bench, id))[0]).toBe('pushing');
        second = await bench.handlers['changes.push']({ id }, bench.context).catch((error: unknown) => error);
      }
      return write();
    };
    await bench.handlers['changes.push']({ id }, bench.context);
    expect(second).toMatchObject({ problem: { code: 'push_running' } });
  });
});

describe('a push that dies', () => {
  async function killedPush(): Promise<{ bench: Bench; id: string }> {
    const folder = await temporaryFolder();
    const entry = fileURLToPath(new URL('./push-and-hang.ts', import.meta.url));
    const script = await bundleScript(entry, folder, 'push-and-hang');
    const bench = await createBench(undefined, join(folder, 'workspace'));
    await bench.write('policy.yaml', 'version: 1\nteams: { a: { models: [y] }, b: { models: [y] } }\n');
    const child = spawn(process.execPath, [script, bench.workspace], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const id = line.toString().trim().replace('sent ', '');
    expect((await statuses(bench, id))[0]).toBe('pushing');
    child.kill('SIGKILL');
    await once(child, 'close');
    return { bench, id };
  }

  it('is told apart, its open operation found out on another day, and planned anew', async () => {
    const { bench, id } = await killedPush();
    bench.litellm.onPull = () => Promise.reject(unreachable('eu'));
    bench.litellm.onReread = () => Promise.reject(unreachable('eu'));
    expect(await statuses(bench, id)).toEqual(['interrupted', ['verified', 'unknown']]);

    bench.litellm.onPull = () => undefined;
    bench.litellm.onReread = () => undefined;
    bench.litellm.held.set('eu', [heldTeam('a', { models: ['y'] }), heldTeam('b', { models: ['x'] })]);
    // What was sent a moment ago may still be carried out; on another day it is not.
    expect(await statuses(bench, id)).toEqual(['interrupted', ['verified', 'unknown']]);
    bench.now = new Date('2026-11-02T09:00:00.000Z');
    await expect(bench.handlers['changes.push']({ id }, bench.context)).rejects.toMatchObject({
      problem: { code: 'change_not_planned', next: expect.stringContaining('--resume') },
    });
    expect(await statuses(bench, id)).toEqual(['interrupted', ['verified', 'failed']]);
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    const { change } = await bench.handlers['changes.plan']({ nodes: ['eu'], sync: false }, bench.context);
    expect(change.plan.operations.map(({ name }) => name)).toEqual(['b']);
    const { change: second } = await bench.handlers['changes.push']({ id: change.id }, bench.context);
    expect(second.status).toBe('verified');
  }, 30_000);

  it('finds that the open operation had arrived', async () => {
    const { bench, id } = await killedPush();
    bench.litellm.held.set('eu', [heldTeam('a', { models: ['y'] }), heldTeam('b', { models: ['y'] })]);
    expect(await statuses(bench, id)).toEqual(['verified', ['verified', 'verified']]);
  }, 30_000);
});

describe('the journal', () => {
  it('is read at every length a crash can leave it, and never claims more than it holds', async () => {
    const { bench, id } = await planned();
    await bench.handlers['changes.push']({ id }, bench.context);
    const path = journalFile(bench.workspace, id);
    const whole = await readFile(path);
    const full = await readJournal(bench.workspace, id);
    for (let length = 1; length <= whole.length; length += 13) {
      await writeFile(path, whole.subarray(0, length));
      const entries = await readJournal(bench.workspace, id);
      expect(entries).toEqual(full.slice(0, entries.length));
    }
    // What was emptied later looks like this as well.
    await writeFile(path, '');
    await expect(readJournal(bench.workspace, id)).rejects.toMatchObject({
      problem: { code: 'journal_damaged' },
    });
  });

  it('takes a torn last line away before it adds to it', async () => {
    const { bench, id } = await planned();
    await bench.handlers['changes.push']({ id }, bench.context);
    const path = journalFile(bench.workspace, id);
    const before = await readJournal(bench.workspace, id);
    const text = await readFile(path);
    await truncate(path, text.length - 5);
    const journal = await openJournal(bench.workspace, id);
    await journal.append({ type: 'end', at: '2026-11-01T14:02:00.000Z', outcome: 'verified' });
    await journal.close();
    expect(await readJournal(bench.workspace, id)).toEqual(before);
  });

  it('refuses to guess when a line in the middle is damaged', async () => {
    const { bench, id } = await planned();
    await appendFile(journalFile(bench.workspace, id), '{"type":"begin"\n{"type":"end"}\n');
    await expect(bench.handlers['changes.get']({ id }, bench.context)).rejects.toMatchObject({
      problem: { code: 'journal_damaged', where: expect.stringMatching(/journal\.jsonl:1$/) },
    });
    expect(await bench.handlers['changes.list']({}, bench.context)).toEqual({
      changes: [],
      damaged: [{ id, problem: expect.objectContaining({ code: 'journal_damaged' }) }],
    });
  });
});
