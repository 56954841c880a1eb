import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { openRun, untilReady } from '../../../build/gateways/real-server.mjs';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('ends the parts of a run, the last one first, and removes its folder', async () => {
  const ended: string[] = [];
  const part = (name: string) => (): Promise<void> => {
    ended.push(name);
    return Promise.resolve();
  };
  let early: (() => Promise<void>) | undefined;
  const { folder, stops, stop } = openRun('test', (how) => {
    early = how;
  });
  expect(existsSync(folder)).toBe(true);
  expect(early).toBe(stop);
  stops.push(part('database'), () => {
    // What is still being started when the end comes.
    stops.push(part('late'));
    return part('server')();
  });
  await stop();
  await stop();
  expect(ended).toEqual(['server', 'database', 'late']);
  expect(existsSync(folder)).toBe(false);
});

it('says how a gateway that did not come up ended', async () => {
  const log = join(await temporaryFolder(), 'log');
  writeFileSync(log, 'no such table\n');
  const child = { isRunning: () => false };
  const waiting = untilReady('The proxy', {
    child,
    log,
    patience: 5000,
    isReady: () => Promise.resolve(false),
  });
  await expect(waiting).rejects.toThrow('The proxy did not come up:\nno such table');
});
