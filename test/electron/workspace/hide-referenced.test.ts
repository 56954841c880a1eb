import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import type { PulledState } from '../../../electron/gateways/adapter.ts';
import { createLitellmAdapter } from '../../../electron/gateways/litellm/litellm-adapter.ts';
import { startLitellmSimulator, type LitellmSimulator } from '../../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../../electron/sample/litellm/spend-log.ts';
import { hidingReferenced } from '../../../electron/workspace/hide-referenced.ts';
import { resourceFile } from '../../../electron/workspace/paths.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { LAB_MASTER_KEY, LAB_NOW, labState } from '../sample/litellm/lab-state.ts';

const running: LitellmSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

const SECRET = 'plain-words-of-a-hook';
const PIN = '4711';
const FILE = `version: 1
teams:
  - name: hooked
    settings: { metadata: { hook: "\${HOOK}", pin: "\${PIN}", tier: gold } }
`;
const work = { signal: new AbortController().signal, progress: () => undefined };

/** Every text that was pulled, but for the times and counts that a short secret may be a part of. */
function textsOf({ resources, raw }: PulledState): string {
  return JSON.stringify([resources, ...raw]);
}

describe('what a resource file names by reference', () => {
  it('gets into no snapshot and no raw answer, though the gateway tells it in clear', async () => {
    const simulator = await startLitellmSimulator({
      state: labState(),
      log: EMPTY_LOG,
      masterKey: LAB_MASTER_KEY,
      now: () => LAB_NOW,
    });
    running.push(simulator);
    const adapter = createLitellmAdapter();
    const connection = { node: 'eu', url: simulator.url, key: LAB_MASTER_KEY };
    const metadata = { hook: `https://example.test/${SECRET}`, pin: PIN, tier: 'gold' };
    await adapter.apply(
      connection,
      {
        id: '1',
        node: 'eu',
        action: 'create',
        kind: 'team',
        name: 'hooked',
        fields: [],
        wanted: { id: 'hooked', models: ['*'], settings: { metadata } },
      },
      work,
    );
    const folder = await temporaryFolder();
    expect(textsOf(await hidingReferenced(folder, 'eu', adapter).pull(connection, work))).toContain(SECRET);

    await mkdir(dirname(join(folder, resourceFile('eu'))), { recursive: true });
    await writeFile(join(folder, resourceFile('eu')), FILE);
    const hiding = hidingReferenced(folder, 'eu', adapter);
    const pulled = await hiding.pull(connection, work);
    expect(textsOf(pulled)).not.toContain(SECRET);
    expect(textsOf(pulled)).not.toMatch(/"4711\\*"/);
    const hidden = { metadata: { hook: '‹hidden›', pin: '‹hidden›', tier: 'gold' } };
    expect(pulled.resources.find(({ id }) => id === 'hooked')?.settings).toMatchObject(hidden);
    expect((await hiding.reread(connection, 'team', 'hooked', work))?.settings).toMatchObject(hidden);
    expect(pulled.raw.size).toBeGreaterThan(0);
  });
});
