import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createWorkspaceHost } from '../../../electron/shell/workspace-host.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A host whose processes only note that they began and ended; a sample never comes up. */
async function hostWithNotes() {
  const folder = await temporaryFolder();
  const notes: string[] = [];
  let samples = 0;
  const host = createWorkspaceHost({
    sampleFolder: join(folder, 'sample'),
    startSample: () => {
      samples += 1;
      const number = samples;
      notes.push(`sample ${number} begins`);
      let ended = false;
      let fail = (_reason: Error): void => undefined;
      const ready = new Promise<void>((_resolve, reject) => {
        fail = reject;
      });
      return {
        ready,
        stop() {
          if (ended) return;
          ended = true;
          notes.push(`sample ${number} ends`);
          fail(new Error('The sample gateways ended.'));
        },
      };
    },
    startCore: (workspace, nodesUp) => {
      const name = workspace.slice(folder.length + 1);
      notes.push(`core on ${name} begins`);
      void nodesUp.then(() => notes.push(`nodes of ${name} can be asked`));
      return {
        connect: () => null,
        stop: async () => {
          notes.push(`core on ${name} ends`);
        },
      };
    },
    opened: () => undefined,
    replaced: () => notes.push('replaced'),
    log: () => undefined,
  });
  const makeSample = async () => {
    await mkdir(join(folder, 'sample'));
    await writeFile(join(folder, 'sample', 'sample.json'), '{}');
  };
  return { folder, host, notes, makeSample };
}

describe('the workspace that is open', () => {
  it('ends a sample that is still coming up when another workspace takes its place', async () => {
    const { folder, host, notes, makeSample } = await hostWithNotes();
    await makeSample();
    await host.open('sample');
    host.settled();
    await expect.poll(() => notes).toContain('sample 1 begins');
    await host.open(join(folder, 'other'));
    expect(notes.filter((note) => !note.startsWith('nodes'))).toEqual([
      'core on sample begins',
      'sample 1 begins',
      'sample 1 ends',
      'core on sample ends',
      'core on other begins',
      'replaced',
    ]);
    // Whoever waits for the nodes does not wait for ever.
    expect(notes).toContain('nodes of sample can be asked');
  });

  it('starts a sample that is there after the first screen, and never one that is not open any more', async () => {
    const { folder, host, notes, makeSample } = await hostWithNotes();
    await makeSample();
    await host.open('sample');
    expect(notes).toEqual(['core on sample begins']);
    await host.open(join(folder, 'other'));
    host.settled();
    await expect.poll(() => notes).toContain('nodes of sample can be asked');
    expect(notes).not.toContain('sample 1 begins');
    await host.open('sample');
    await expect.poll(() => notes).toContain('sample 1 begins');
  });

  it('opens one after the other', async () => {
    const { folder, host, notes } = await hostWithNotes();
    await Promise.all([host.open(join(folder, 'a')), host.open(join(folder, 'b'))]);
    expect(notes.filter((note) => note.startsWith('core') || note === 'replaced')).toEqual([
      'core on a begins',
      'core on a ends',
      'core on b begins',
      'replaced',
    ]);
  });

  it('ends a sample that is still being made when the app closes, and opens nothing after it', async () => {
    const { folder, host, notes } = await hostWithNotes();
    const opening = host.open('sample');
    await expect.poll(() => notes).toEqual(['sample 1 begins']);
    await Promise.all([host.close(), opening, host.open(join(folder, 'late'))]);
    expect(notes).toEqual(['sample 1 begins', 'sample 1 ends']);
  });

  it('waits for an opening that is under way, and ends what it opened', async () => {
    const { folder, host, notes } = await hostWithNotes();
    await host.open(join(folder, 'a'));
    const opening = host.open(join(folder, 'b'));
    await host.close();
    await opening;
    expect(notes.filter((note) => note.endsWith('begins'))).toHaveLength(
      notes.filter((note) => note.endsWith('ends')).length,
    );
    await expect(host.connect()).rejects.toThrow('No workspace is open.');
  });

  it('gives no port where the core ended for good', async () => {
    const { folder, host } = await hostWithNotes();
    await host.open(join(folder, 'a'));
    await expect(host.connect()).rejects.toThrow('No workspace is open.');
  });
});
