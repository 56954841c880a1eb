import { describe, expect, it } from 'vitest';

import type { TaskState } from '../../../shared/contract/answers.ts';
import { ProblemError, cancelled } from '../../../shared/result.ts';
import { createRouter, type ServiceHandlers } from '../../../electron/core/router.ts';

/** Handlers that refuse everything, except those a test brings. */
function handlersWith(some: Partial<ServiceHandlers>): ServiceHandlers {
  return new Proxy(some, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => Promise.reject(new ProblemError({ code: 'not_in_this_test', message: String(name) }))),
  }) as ServiceHandlers;
}

function routerWith(some: Partial<ServiceHandlers>) {
  const tasks: TaskState[] = [];
  const faults: string[] = [];
  const router = createRouter(
    handlersWith(some),
    { taskChanged: (state) => tasks.push(state), workspaceChanged: () => undefined },
    (call) => faults.push(call),
  );
  return { router, tasks, faults };
}

describe('the router', () => {
  it('answers a call with the value of its handler', async () => {
    const { router } = routerWith({ 'config.files': async () => ({ files: [] }) });
    expect(await router.handle('config.files', {})).toEqual({ ok: true, value: { files: [] } });
  });

  it('hands over arguments with their defaults filled in', async () => {
    let seen: unknown;
    const { router } = routerWith({
      'changes.plan': async (args) => {
        seen = args;
        throw new ProblemError({ code: 'enough', message: 'Enough.' });
      },
    });
    await router.handle('changes.plan', {});
    expect(seen).toEqual({ sync: false });
  });

  it.each(['nonsense', 'shell.copyText', '__proto__', 'toString'])('refuses the name %s', async (name) => {
    const { router } = routerWith({});
    expect(await router.handle(name, {})).toMatchObject({ ok: false, problem: { code: 'unknown_call' } });
  });

  it('refuses wrong arguments before any handler runs, and names the field without its value', async () => {
    let ran = false;
    const { router } = routerWith({
      'fleet.setKey': async () => {
        ran = true;
        return { stored: 'session' };
      },
    });
    const result = await router.handle('fleet.setKey', {
      name: 'prod',
      use: 'read',
      key: { secret: 'sk-made-up-1' },
    });
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'bad_arguments', where: 'fleet.setKey: key' },
    });
    expect(JSON.stringify(result)).not.toContain('sk-made-up-1');
    expect(ran).toBe(false);
  });

  it('turns a fault of ours into a problem without its text, and reports it', async () => {
    const { router, faults } = routerWith({
      'config.files': () => Promise.reject(new Error('Bearer sk-made-up-2 at /home/somebody')),
    });
    const result = await router.handle('config.files', {});
    expect(result).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(JSON.stringify(result)).not.toMatch(/sk-made-up-2|somebody/);
    expect(faults).toEqual(['config.files']);
  });

  it('reports the start, the progress and the end of long work under the name the caller chose', async () => {
    const { router, tasks } = routerWith({
      'fleet.check': async (_args, { progress }) => {
        progress({ label: 'Checking', done: 1, total: 2, unit: 'nodes' });
        return { checks: [] };
      },
    });
    await router.handle('fleet.check', {}, { task: 'mine' });
    expect(tasks[0]).toMatchObject({ task: 'mine', call: 'fleet.check', state: 'running' });
    expect(tasks.at(-1)).toMatchObject({ task: 'mine', state: 'done', done: 1, total: 2, label: 'Checking' });
  });

  it('says nothing of short calls', async () => {
    const { router, tasks } = routerWith({ 'config.files': async () => ({ files: [] }) });
    await router.handle('config.files', {});
    expect(tasks).toEqual([]);
  });

  it('speaks of work that is long at times from its first report on', async () => {
    const { router, tasks } = routerWith({
      'audit.record': async ({ id }, { progress }) => {
        if (id === 'packed') progress({ label: 'Reading', done: 1, total: 2, unit: 'bytes' });
        return { record: null, from: 'archive', where: '', why: null };
      },
    });
    await router.handle('audit.record', { node: 'eu', id: 'plain' });
    expect(tasks).toEqual([]);
    await router.handle('audit.record', { node: 'eu', id: 'packed' }, { task: 'mine' });
    expect(tasks.map(({ state, label, done }) => ({ state, label, done }))).toEqual([
      { state: 'running', label: 'Reading', done: 1 },
      { state: 'done', label: 'Reading', done: 1 },
    ]);
  });

  it('cancels long work by its name, once', async () => {
    const { router, tasks } = routerWith({
      'fleet.check': (_args, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(cancelled('The check')));
        }),
    });
    const running = router.handle('fleet.check', {}, { task: 'mine' });
    await expect(router.handle('tasks.cancel', { task: 'mine' })).resolves.toEqual({
      ok: true,
      value: { cancelled: true },
    });
    expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
    expect(tasks.at(-1)).toMatchObject({ state: 'cancelled' });
    expect(await router.handle('tasks.cancel', { task: 'mine' })).toEqual({
      ok: true,
      value: { cancelled: false },
    });
  });

  it('does not run two pieces of work under one name', async () => {
    let finish: () => void = () => undefined;
    const { router } = routerWith({
      'fleet.check': () => new Promise((resolve) => (finish = () => resolve({ checks: [] }))),
    });
    const first = router.handle('fleet.check', {}, { task: 'mine' });
    expect(await router.handle('fleet.check', {}, { task: 'mine' })).toMatchObject({
      ok: false,
      problem: { code: 'task_exists' },
    });
    finish();
    expect(await first).toMatchObject({ ok: true });
  });

  it('ends running work when it is closed', async () => {
    const { router } = routerWith({
      'fleet.check': (_args, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(cancelled('The check')));
        }),
    });
    const running = router.handle('fleet.check', {});
    await router.close();
    expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  });
});
