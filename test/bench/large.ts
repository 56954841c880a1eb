import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { createLitellmAdapter } from '../../electron/gateways/litellm/litellm-adapter.ts';
import type { Resource } from '../../shared/fleet/snapshot.ts';
import { compareStates } from '../../shared/plan/compare-states.ts';
import { LARGE_KEY, LARGE_LATENCY_MS, simulateLarge } from './large-world.ts';

/** Questions that a pull has under way at once (electron/gateways/http/client.ts). */
const PARALLEL = 4;
const ROUNDS = 5;

/**
 * Run by `npm run bench -- large`: a snapshot of a very large node against the time its pages take when all else takes
 * none, then the comparison of two such states. With `simulate` it is the gateway.
 */
async function main(): Promise<void> {
  const [script = '', what] = process.argv.slice(1);
  if (what === 'simulate') return simulateLarge();
  const simulator = spawn(process.execPath, [script, 'simulate'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(simulator.stdout, 'data')) as [Buffer];
    const first = await pull(line.toString().trim());
    compare(first, edited(JSON.parse(JSON.stringify(first)) as Resource[]));
  } finally {
    simulator.kill('SIGKILL');
  }
}

async function pull(url: string): Promise<readonly Resource[]> {
  const began = performance.now();
  const work = { signal: new AbortController().signal, progress: () => undefined };
  const pulled = await createLitellmAdapter().pull({ node: 'large', url, key: LARGE_KEY }, work);
  const seconds = (performance.now() - began) / 1000;
  const pages = [...pulled.raw.values()].reduce((sum, answers) => sum + answers.length, 0);
  const bound = (pages * LARGE_LATENCY_MS) / PARALLEL / 1000;
  process.stdout.write(
    `snapshot of ${pulled.resources.length} resources: ${(seconds / bound).toFixed(2)} x the bound of its ${pages} pages ` +
      `(${seconds.toFixed(1)} s and ${bound.toFixed(1)} s)\n`,
  );
  return pulled.resources;
}

/** A state in which one resource in a thousand says something else. */
function edited(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((resource, index) =>
    index % 1000 === 0 ? { ...resource, settings: { ...resource.settings, edited: true } } : resource,
  );
}

function compare(before: readonly Resource[], after: readonly Resource[]): void {
  const times = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    compareStates(before, after, { mode: 'whole' });
    return performance.now() - began;
  });
  const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  const json = performance.now();
  JSON.stringify(before);
  const written = performance.now() - json;
  process.stdout.write(
    `comparison of two such states: ${median.toFixed(0)} ms, ${(median / written).toFixed(2)} x writing one of them as JSON\n`,
  );
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
