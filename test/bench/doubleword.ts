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
/** Rows of the longest page. */
const PAGE = 101;
/** How long a page took on dwctl 10.13.1 with as many rows (`timestamp_before`), and one of its ledger, milliseconds. */
const REQUESTS_MS = 12;
const LEDGER_MS = 17;
/** What each row that is skipped costs beside (dwctl 10.13.1: 112 ms for a page after 300,000), milliseconds. */
const SKIPPED_MS = 0.000_34;
/** More pages than this part of the fewest are a fault, however fast the machine is. */
const MOST = 1.3;
const MONTH = { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 10, 1) };

/** How many pages of each were asked for, or hold all rows. */
interface Pages {
  requests: number;
  ledger: number;
}

/**
 * Run by `npm run bench -- doubleword`: imports a month of requests (300,000, or `--rows`) with what they cost, against the
 * time that the fewest pages take which hold them, one after the other as a node is asked. With `simulate` it is the
 * gateway. On a busy machine the pages themselves take longer; how many were asked for, and the time of the processor, say
 * then what is ours.
 */
async function main(): Promise<void> {
  const [script = '', ...words] = process.argv.slice(1);
  const rows = Number(words.at(-1) ?? '300000');
  if (words[0] === 'simulate') return simulate(rows);
  const simulator = spawn(process.execPath, [script, 'simulate', String(rows)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const [{ url, charges }] = (await once(simulator, 'message')) as [{ url: string; charges: number }];
    const { seconds, processorSeconds } = await importAll(url, rows);
    simulator.send('asked');
    const [asked] = (await once(simulator, 'message')) as [Pages];
    const fewest = { requests: Math.ceil(rows / PAGE), ledger: Math.ceil(charges / PAGE) };
    const bound = secondsOf(fewest);
    process.stdout.write(
      `import of ${rows} requests and ${charges} charges of a Doubleword: ${(seconds / bound).toFixed(2)} x the bound of ` +
        `their pages (${seconds.toFixed(1)} s and ${bound.toFixed(1)} s, ${processorSeconds.toFixed(1)} s of processor); ` +
        `the ${asked.requests} and ${asked.ledger} pages that were asked for are ` +
        `${(secondsOf(asked) / bound).toFixed(2)} x the fewest, ${fewest.requests} and ${fewest.ledger}\n`,
    );
    if (secondsOf(asked) > bound * MOST) throw new Error(`That is more than ${MOST} x the fewest pages.`);
  } finally {
    simulator.kill('SIGKILL');
  }
}

function secondsOf({ requests, ledger }: Pages): number {
  return (requests * REQUESTS_MS + ledger * LEDGER_MS) / 1000;
}

async function simulate(rows: number): Promise<void> {
  const log = doublewordSampleLog(11, '2026-10', rows);
  const asked: Pages = { requests: 0, ledger: 0 };
  const { url } = await startDoublewordSimulator({
    state: doublewordSampleState(11),
    log,
    adminKey: KEY,
    latencyMs: ({ pathname, searchParams }) => {
      const isLedger = pathname.endsWith('/transactions');
      asked[isLedger ? 'ledger' : 'requests'] += 1;
      return (isLedger ? LEDGER_MS : REQUESTS_MS) + Number(searchParams.get('skip') ?? 0) * SKIPPED_MS;
    },
    stallMs: 30_000,
  });
  process.on('message', () => process.send?.(asked));
  const charges = log.ledger.filter(({ transaction_type: type }) => type === 'usage').length;
  process.send?.({ url, charges });
}

async function importAll(
  url: string,
  rows: number,
): Promise<{ readonly seconds: number; readonly processorSeconds: number }> {
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
    if (inserted !== rows) throw new Error(`Only ${inserted} of ${rows} rows came in.`);
    return { seconds, processorSeconds: (user + system) / 1e6 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
