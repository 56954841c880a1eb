import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { journalFile, readJournal } from '../../../electron/changes/journal.ts';
import { pushChange } from '../../../electron/changes/push.ts';
import { gatewayError } from '../../../electron/gateways/http/problems.ts';
import { REDACTED } from '../../../electron/gateways/http/redact.ts';
import { createNodeAccess } from '../../../electron/workspace/node-access.ts';
import { createSnapshots } from '../../../electron/workspace/snapshots.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { createBench, type Bench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

const POLICY = `version: 1
teams:
  a: { models: [y] }
  b: { models: [y] }
  c: { models: [y] }
`;

async function planned(nodes: readonly string[] = ['eu']): Promise<[Bench, string]> {
  const bench = await createBench();
  for (const node of nodes)
    bench.litellm.held.set(node, [heldTeam('a', { models: ['x'] }), heldTeam('b', { models: ['x'] })]);
  await bench.write('policy.yaml', POLICY);
  await bench.handlers['snapshots.pull']({ nodes: [...nodes] }, bench.context);
  const { change } = await bench.handlers['changes.plan']({ nodes: [...nodes], sync: false }, bench.context);
  return [bench, change.id];
}

function refuse({ node }: Operation): never {
  const place = { node, route: 'POST /team/update', secrets: [] };
  throw gatewayError(place, 422, { code: 'refused', message: `${node} refused it.` });
}

/** What the node holds, by name: its models. */
function models(bench: Bench, node = 'eu'): Record<string, unknown> {
  return Object.fromEntries(
    (bench.litellm.held.get(node) ?? []).map(({ name, fields }) => [name, fields['models']]),
  );
}

const resume = async (bench: Bench, id: string) =>
  (await bench.handlers['changes.resume']({ id }, bench.context)).change;

describe('going on with a push', () => {
  it('has nothing to go on with where it was cancelled while the nodes were looked at', async () => {
    const [bench, id] = await planned();
    bench.controller.abort();
    await expect(bench.handlers['changes.push']({ id }, bench.context)).rejects.toMatchObject({
      problem: { code: 'cancelled', next: `Push it when you are ready: gatehouse push ${id}.` },
    });
    const { change } = await bench.handlers['changes.get']({ id }, bench.context);
    expect(change.status).toBe('planned');
  });

  it('sends what was not done and nothing else', async () => {
    const [bench, id] = await planned();
    bench.litellm.onApply = (operation, write) => (operation.name === 'b' ? refuse(operation) : write());
    await bench.handlers['changes.push']({ id }, bench.context);
    bench.litellm.onApply = (_operation, write) => write();
    bench.litellm.sent.length = 0;
    const change = await resume(bench, id);
    expect(change.status).toBe('verified');
    expect(bench.litellm.sent).toEqual(['eu update b']);
    const journal = await readJournal(bench.workspace, id);
    expect(journal.filter(({ type }) => type === 'end')).toHaveLength(2);
    // What the first push wrote is no change by somebody else.
    expect(journal.filter(({ type }) => type === 'noticed')).toEqual([]);
    await expect(resume(bench, id)).rejects.toMatchObject({ problem: { code: 'nothing_to_push' } });
  });

  it('of which nothing was sent yet is refused', async () => {
    const [bench, id] = await planned();
    await expect(resume(bench, id)).rejects.toMatchObject({ problem: { code: 'change_not_begun' } });
  });

  it('is refused before anything is sent when somebody else changed what is left', async () => {
    const [bench, id] = await planned();
    bench.litellm.onApply = (operation, write) => (operation.name === 'b' ? refuse(operation) : write());
    await bench.handlers['changes.push']({ id }, bench.context);
    bench.litellm.onApply = (_operation, write) => write();
    bench.litellm.sent.length = 0;
    const others = (bench.litellm.held.get('eu') ?? []).filter(({ name }) => name !== 'b');
    bench.litellm.held.set('eu', [...others, heldTeam('b', { models: ['z'] })]);
    await expect(resume(bench, id)).rejects.toMatchObject({
      problem: { code: 'state_moved', message: expect.stringContaining('models of the team "b" changed') },
    });
    expect(bench.litellm.sent).toEqual([]);
    expect(models(bench)['b']).toEqual(['z']);
  });

  it('finishes an operation that was cut off between two of its writes', async () => {
    const [bench, id] = await planned();
    bench.litellm.onApply = (operation, write) => {
      if (operation.name !== 'c') return write();
      const made = typeof operation.wanted?.['id'] === 'string' ? operation.wanted['id'] : '';
      bench.litellm.held.set('eu', [
        ...(bench.litellm.held.get('eu') ?? []),
        heldTeam('c', { models: [] }, made),
      ]);
      return made;
    };
    const first = await bench.handlers['changes.push']({ id }, bench.context);
    expect(first.change.results.map(({ status }) => status)).toContain('mismatch');
    bench.litellm.onApply = (_operation, write) => write();
    bench.litellm.sent.length = 0;
    expect((await resume(bench, id)).status).toBe('verified');
    expect(bench.litellm.sent).toEqual(['eu update c']);
    expect(models(bench)).toEqual({ a: ['y'], b: ['y'], c: ['y'] });
  });
});

describe('after a failure', () => {
  it('other nodes are left alone, unless it is to go on', async () => {
    for (const [onFailure, sent] of [
      ['stop', 3],
      ['continue', 6],
    ] as const) {
      const [bench, id] = await planned(['eu', 'us']);
      bench.litellm.onApply = (operation, write) =>
        operation.node === 'eu' && operation.name === 'b' ? refuse(operation) : write();
      const { change } = await bench.handlers['changes.push']({ id, onFailure }, bench.context);
      expect(change.status).toBe('failed');
      expect(bench.litellm.sent).toHaveLength(sent);
    }
  });

  it('on the canary nothing goes to the others, whatever was chosen, and they say why', async () => {
    const [bench, id] = await planned(['eu', 'us']);
    bench.litellm.onApply = (operation, write) => (operation.name === 'b' ? refuse(operation) : write());
    const { change } = await bench.handlers['changes.push'](
      { id, canary: 'us', onFailure: 'continue' },
      bench.context,
    );
    expect(bench.litellm.sent.every((what) => what.startsWith('us '))).toBe(true);
    expect(change.results.filter(({ problem }) => problem?.code === 'canary_failed')).toHaveLength(3);
  });
});

describe('what changed since the plan', () => {
  it('and has nothing to do with it is told, and the push goes on', async () => {
    const [bench, id] = await planned();
    bench.litellm.held.set('eu', [...(bench.litellm.held.get('eu') ?? []), heldTeam('other')]);
    const { change } = await bench.handlers['changes.push']({ id }, bench.context);
    expect(change.status).toBe('verified');
    expect(change.notes).toMatchObject([
      { node: 'eu', message: expect.stringContaining('the team "other" is new') },
    ]);
  });

  it('and has the name of what is to be made refuses the push', async () => {
    const [bench, id] = await planned();
    bench.litellm.held.set('eu', [...(bench.litellm.held.get('eu') ?? []), heldTeam('c')]);
    await expect(bench.handlers['changes.push']({ id }, bench.context)).rejects.toMatchObject({
      problem: { code: 'state_moved', message: expect.stringContaining('the team "c" is there already') },
    });
    expect(bench.litellm.sent).toEqual([]);
  });
});

describe('secrets', () => {
  async function plannedKey(): Promise<[Bench, string]> {
    const bench = await createBench();
    bench.litellm.held.set('eu', [heldTeam('a', { models: ['x'] })]);
    await bench.write(
      'nodes/eu/resources.yaml',
      'version: 1\nteams: [{ name: b, models: [x], settings: { metadata: { token: "${TEAM_TOKEN}" } } }]\n',
    );
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    const { change } = await bench.handlers['changes.plan']({ nodes: ['eu'], sync: false }, bench.context);
    return [bench, change.id];
  }

  it('that are missing are named before anything is sent', async () => {
    const [bench, id] = await plannedKey();
    const { secrets } = await bench.handlers['changes.secrets']({ id }, bench.context);
    expect(secrets).toEqual([{ name: 'TEAM_TOKEN', found: false, usedBy: ['eu: team b'] }]);
    await expect(bench.handlers['changes.push']({ id }, bench.context)).rejects.toMatchObject({
      problem: { code: 'secret_missing', message: expect.stringContaining('TEAM_TOKEN') },
    });
    expect(bench.litellm.sent).toEqual([]);
  });

  it('reach the gateway and nothing else, not even when the gateway repeats them', async () => {
    const [bench, id] = await plannedKey();
    const secret = 'made-up-team-token-4711';
    const seen: unknown[] = [];
    bench.litellm.onApply = ({ wanted, node }) => {
      seen.push(wanted?.['settings']);
      const place = { node, route: 'POST /team/new', secrets: [] };
      throw gatewayError(place, 422, {
        code: 'refused',
        message: `What is ${secret}?`,
        next: `Not ${secret}.`,
      });
    };
    const { change } = await bench.handlers['changes.push'](
      { id, secrets: { TEAM_TOKEN: secret } },
      bench.context,
    );
    expect(seen).toEqual([{ metadata: { token: secret } }]);
    expect(JSON.stringify(change)).not.toContain(secret);
    expect(JSON.stringify(change)).toContain(`What is ${REDACTED}?`);
    expect(await readFile(journalFile(bench.workspace, id), 'utf8')).not.toContain(secret);
  });

  it('may be anything but the key of a node', async () => {
    const bench = await createBench();
    bench.litellm.held.set('eu', []);
    const file =
      'version: 1\nteams: [{ name: b, models: [x], settings: { metadata: { token: "${DW_KEY}" } } }]\n';
    await bench.write('nodes/eu/resources.yaml', file);
    await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
    const { change } = await bench.handlers['changes.plan']({ nodes: ['eu'], sync: false }, bench.context);
    await expect(bench.handlers['changes.push']({ id: change.id }, bench.context)).rejects.toMatchObject({
      problem: { code: 'secret_reserved', where: 'eu: team b' },
    });
    expect(bench.litellm.sent).toEqual([]);
  });

  it('are taken from the environment where they are there', async () => {
    const [bench, id] = await plannedKey();
    bench.keys.set('env/TEAM_TOKEN', 'made-up-from-environment');
    const { secrets } = await bench.handlers['changes.secrets']({ id }, bench.context);
    expect(secrets).toMatchObject([{ name: 'TEAM_TOKEN', found: true }]);
    const seen: unknown[] = [];
    bench.litellm.onApply = ({ wanted }, write) => {
      seen.push(wanted?.['settings']);
      return write();
    };
    await bench.handlers['changes.push']({ id }, bench.context);
    expect(seen).toEqual([{ metadata: { token: 'made-up-from-environment' } }]);
  });
});

describe('a disk that is full while a push is noted', () => {
  it.each([1, 2, 3, 5])(
    'after %i writes ends it with nothing unnoted, and it is gone on with',
    async (writes) => {
      const [bench, id] = await planned();
      let left = writes;
      const disk = {
        write: async (file: { appendFile(bytes: Buffer): Promise<void> }, bytes: Buffer) => {
          left -= 1;
          if (left < 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
          await file.appendFile(bytes);
        },
      };
      const sources = {
        workspace: bench.workspace,
        clock: { now: () => bench.now },
        access: createNodeAccess(bench.dependencies),
        snapshots: createSnapshots(bench.workspace),
        secrets: { named: () => null },
        disk,
      };
      await expect(pushChange({ id }, sources, bench.context)).rejects.toMatchObject({
        problem: { code: 'journal_not_written' },
      });
      const noted = (await readJournal(bench.workspace, id)).flatMap((entry) =>
        entry.type === 'sent' ? [entry.operation] : [],
      );
      const { plan } = (await bench.handlers['changes.get']({ id }, bench.context)).change;
      for (const what of bench.litellm.sent) {
        const operation = plan.operations.find(
          ({ node, action, name }) => `${node} ${action} ${name}` === what,
        );
        expect(noted).toContain(operation?.id);
      }
      bench.now = new Date(bench.now.getTime() + 600_000);
      const { change } = await bench.handlers['changes.get']({ id }, bench.context);
      if (change.status === 'planned') await bench.handlers['changes.push']({ id }, bench.context);
      else if (change.status !== 'verified') await resume(bench, id);
      expect(models(bench)).toEqual({ a: ['y'], b: ['y'], c: ['y'] });
    },
  );
});
