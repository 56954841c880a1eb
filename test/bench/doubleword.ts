import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openArchive } from '../../electron/archive/archive.ts';
import { createDoublewordAdapter } from '../../electron/gateways/doubleword/doubleword-adapter.ts';
import { doublewordSampleLog } from '../../electron/sample/doubleword/sample-log.ts';
import { doublewordSampleState } from '../../electron/sample/doubleword/sample-state.ts';
import { startDoublewordSimulator } from '../../electron/sample/doubleword/simulator.ts';

/** Made up. */
const KEY = 'sk-made-up-doubleword-bench-01';
const ROWS = 300_000;
/** Rows of the longest page. */
const PAGE = 101;
/** How long a page took on dwctl 10.13.1 with as many rows (`timestamp_before`), and one of its ledger, milliseconds. */
const REQUESTS_MS = 12;
const LEDGER_MS = 17;
const MONTH = { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 10, 1) };

/**
 * Run by `npm run bench -- doubleword`: imports a month of requests with what they cost, against the time that the fewest
 * pages take which hold them, one after the other as a node is asked. With `simulate` it is the gateway.
 */
async function main(): Promise<void> {
  const [script = '', what] = process.argv.slice(1);
  if (what === 'simulate') return simulate();
  const simulator = spawn(process.execPath, [script, 'simulate'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(simulator.stdout, 'data')) as [Buffer];
    const { url, charges } = JSON.parse(line.toString()) as {
      readonly url: string;
      readonly charges: number;
    };
    await importAll(url, charges);
  } finally {
    simulator.kill('SIGKILL');
  }
}

async function simulate(): Promise<void> {
  const log = doublewordSampleLog(11, '2026-10', ROWS);
  const { url } = await startDoublewordSimulator({
    state: doublewordSampleState(11),
    log,
    adminKey: KEY,
    latencyMs: (path) => (path.endsWith('/transactions') ? LEDGER_MS : REQUESTS_MS),
    stallMs: 30_000,
  });
  const charges = log.ledger.filter(({ transaction_type: type }) => type === 'usage').length;
  process.stdout.write(`${JSON.stringify({ url, charges })}\n`);
}

async function importAll(url: string, charges: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const archive = openArchive(folder);
    const work = { signal: new AbortController().signal, progress: () => undefined };
    const adapter = createDoublewordAdapter();
    const log = {
      description: 'the log of bench',
      gateway: adapter.kind,
      pages: adapter.readLog({ node: 'bench', url, key: KEY }, MONTH, work),
      window: MONTH,
    };
    const processor = process.cpuUsage();
    const began = performance.now();
    const { inserted } = await archive.importPages('bench', log, work);
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(processor);
    await archive.close();
    if (inserted !== ROWS) throw new Error(`Only ${inserted} of ${ROWS} rows came in.`);
    const pages = { requests: Math.ceil(ROWS / PAGE), ledger: Math.ceil(charges / PAGE) };
    const bound = (pages.requests * REQUESTS_MS + pages.ledger * LEDGER_MS) / 1000;
    process.stdout.write(
      `import of ${ROWS} requests and ${charges} charges of a Doubleword: ${(seconds / bound).toFixed(2)} x the bound of ` +
        `${pages.requests} and ${pages.ledger} pages one after the other (${seconds.toFixed(1)} s and ${bound.toFixed(1)} s, ` +
        `${((user + system) / 1e6).toFixed(1)} s of processor)\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
