import { describe, expect, it } from 'vitest';

import type { NodeTurn } from '../../../electron/changes/node-turn.ts';
import { pushOperation } from '../../../electron/changes/push-operation.ts';
import { makesOne } from '../../../electron/changes/retry-rules.ts';
import { gatewayError } from '../../../electron/gateways/http/problems.ts';
import { MaybeWrittenError } from '../../../electron/gateways/maybe-written.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { createBench, type Bench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

const place = { node: 'n', route: 'POST /x', secrets: [] };
const broken = () =>
  gatewayError(place, null, { code: 'node_unreachable', message: 'The connection broke.' });
const unavailable = () => gatewayError(place, 503, { code: 'gateway_failed', message: 'Unavailable.' });
const taken = () => gatewayError(place, 400, { code: 'refused', message: 'It is there already.' });

async function planned(node: 'eu' | 'dw', ...teams: string[]): Promise<[Bench, string]> {
  const bench = await createBench();
  bench.litellm.held.set('eu', [heldTeam('a')]);
  bench.doubleword.held.set('dw', [heldTeam('a')]);
  await bench.write(
    'policy.yaml',
    `version: 1\nteams: { ${teams.map((name) => `${name}: { models: [y] }`).join()} }\n`,
  );
  await bench.handlers['snapshots.pull']({ nodes: [node] }, bench.context);
  const { change } = await bench.handlers['changes.plan']({ nodes: [node], sync: false }, bench.context);
  return [bench, change.id];
}

const push = async (bench: Bench, id: string) =>
  (await bench.handlers['changes.push']({ id }, bench.context)).change;

describe('something new', () => {
  it.each([
    ['the connection broke', broken],
    ['the gateway was unavailable', unavailable],
  ])(
    'without an id of our choice is asked for once when %s, and found when it has come',
    async (_, error) => {
      const [bench, id] = await planned('dw', 'c');
      let arrive: () => void = () => undefined;
      bench.doubleword.onApply = (_operation, write) => {
        arrive = () => void write();
        throw new MaybeWrittenError(error(), null);
      };
      const change = await push(bench, id);
      expect(change.results).toMatchObject([{ status: 'unknown' }]);
      expect(bench.doubleword.sent).toEqual(['dw create c']);
      arrive();
      const later = await bench.handlers['changes.get']({ id }, bench.context);
      expect(later.change.results).toEqual([{ operation: '1', status: 'verified' }]);
      expect(bench.doubleword.sent).toHaveLength(1);
    },
  );

  it('under an id of our choice is asked for again, and found where the first came late', async () => {
    const [bench, id] = await planned('eu', 'c');
    let arrive: (() => void) | null = null;
    bench.litellm.onApply = (_operation, write) => {
      if (arrive !== null) {
        arrive();
        throw taken();
      }
      arrive = () => void write();
      throw new MaybeWrittenError(broken(), null);
    };
    expect((await push(bench, id)).results).toMatchObject([{ status: 'verified', attempts: 2 }]);
  });

  it('that was refused the second time and is not there may still come', async () => {
    const [bench, id] = await planned('eu', 'c');
    let sent = 0;
    bench.litellm.onApply = () => {
      sent += 1;
      throw sent > 1 ? taken() : new MaybeWrittenError(broken(), null);
    };
    expect((await push(bench, id)).results).toMatchObject([{ status: 'unknown', attempts: 2 }]);
  });

  it.each([6000, 4000])('is looked for again when the check is %i ms old, if that is long', async (ms) => {
    const bench = await createBench();
    await bench.write('policy.yaml', 'version: 1\nteams: { c: { models: [y] } }\n');
    const nodes = ['eu', 'us'];
    await bench.handlers['snapshots.pull']({ nodes }, bench.context);
    const { id } = (await bench.handlers['changes.plan']({ nodes, sync: false }, bench.context)).change;
    bench.litellm.onApply = (operation, write) => {
      if (operation.node === 'us') return write();
      bench.now = new Date(bench.now.getTime() + ms);
      bench.litellm.held.set('us', [heldTeam('c', {}, 'by somebody else')]);
      return write();
    };
    const { results } = await push(bench, id);
    const isLong = ms > 5000;
    expect(bench.litellm.sent).toEqual(isLong ? ['eu create c'] : ['eu create c', 'us create c']);
    if (isLong)
      expect(results[1]).toMatchObject({
        status: 'failed',
        problem: { code: 'state_moved', message: expect.stringContaining('it is there already') },
      });
  });

  it('can come twice unless its id is chosen or its name is its own', () => {
    const create = (kind: Operation['kind'], wanted = {}): Operation => ({
      id: '1',
      node: 'n',
      action: 'create',
      kind,
      name: 'x',
      fields: [],
      wanted,
    });
    expect((['policyAttachment', 'team', 'model'] as const).some((kind) => makesOne(create(kind)))).toBe(
      false,
    );
    expect(makesOne(create('team', { id: 'chosen' }))).toBe(true);
    expect(makesOne(create('key'))).toBe(true);
  });
});

describe('a change of a policy of guardrails, of which each makes a new version', () => {
  const before: Resource = { ...heldTeam('p', {}, 'v1'), kind: 'guardrailPolicy', settings: { add: ['a'] } };
  const operation: Operation = {
    id: '1',
    node: 'n',
    action: 'update',
    kind: 'guardrailPolicy',
    name: 'p',
    resourceId: 'v1',
    before,
    wanted: { settings: { add: ['b'] } },
    fields: [],
  };

  async function pushed(found: Resource): Promise<readonly string[]> {
    const steps: string[] = [];
    const turn: NodeTurn = {
      reader: {
        all: () => Promise.reject(new Error('not asked')),
        one: async () => before,
        held: async () => {
          steps.push('read');
          return found;
        },
      },
      apply: async () => {
        steps.push('sent');
        if (steps.filter((step) => step === 'sent').length > 1) return { resourceId: 'v2' };
        throw new MaybeWrittenError(unavailable(), 'v2');
      },
      note: async () => undefined,
      written: async () => undefined,
      fill: (given) => ({ operation: given, secrets: [] }),
      free: async () => undefined,
      holdOff: () => undefined,
      signal: new AbortController().signal,
    };
    await pushOperation(turn, operation, { sent: false, mayStillCome: false, known: new Set() });
    return steps;
  }

  it('is sent again only after it was read again, and not where the new version is there', async () => {
    expect(await pushed(before)).toEqual(['sent', 'read', 'sent']);
    expect(await pushed({ ...before, id: 'v2', settings: { add: ['b'] } })).toEqual(['sent', 'read']);
  });
});
