import { expect, test } from 'vitest';

import type { NodeToReplay } from '../../../electron/replay/replay-nodes.ts';
import { reportReplay } from '../../../electron/replay/report-replay.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { onePhase } from '../../../shared/replay/phases.ts';
import { replay } from '../../../shared/replay/replay.ts';
import { always } from '../../../shared/replay/state-after.ts';
import { FIRST_MS, litellmRules, madeLog, MODELS, resource } from '../../shared/replay/made-log.ts';

const log = madeLog([{ seconds: 0, dollars: 1 }, { seconds: 1 }]);
const held = [...MODELS, resource('key', 'k', { models: ['*'] })];

/** A node whose replays are told of. */
function nodeThat(tells: () => void): NodeToReplay {
  const state = litellmState(held, log.combinations, litellmRules(), 'UTC');
  return {
    told: { node: 'n', version: '1.106.2', rules: null, requests: log.count, otherRows: 0, left: null },
    gateway: 'litellm',
    read: { log, otherRows: 0, idOf: () => null },
    priced: () => Promise.reject(new Error('No prices are asked for.')),
    held,
    after: always(held),
    notWritten: null,
    notEnforced: [],
    litellm: null,
    stateOf: () => state,
    replayed: () => {
      tells();
      return Promise.resolve({ phases: onePhase(state), verdicts: replay(log, state) });
    },
  };
}

const NAMES = { team: new Map<string, string>(), key: new Map<string, string>() };
const SPAN = { fromMs: FIRST_MS, untilMs: FIRST_MS + 10_000 };

test('others have their turn between the two replays of a node', async () => {
  const turns: string[] = [];
  const replayed = (): void => {
    turns.push('replay');
    setImmediate(() => turns.push('other'));
  };
  const { signal } = new AbortController();
  await reportReplay({ span: SPAN, nodes: [nodeThat(replayed)] }, NAMES, {
    signal,
    progress: () => undefined,
  });
  expect(turns).toEqual(['replay', 'other', 'replay', 'other']);
});

test('who has gone after the first replay of a node does not wait for its second', async () => {
  const gone = new AbortController();
  let replays = 0;
  const node = nodeThat(() => {
    replays += 1;
    gone.abort();
  });
  await expect(
    reportReplay({ span: SPAN, nodes: [node] }, NAMES, { signal: gone.signal, progress: () => undefined }),
  ).rejects.toMatchObject({ problem: { code: 'cancelled' } });
  expect(replays).toBe(1);
});
