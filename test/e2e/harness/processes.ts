import { readdir, readFile } from 'node:fs/promises';

/** A running program and how it was started. */
export interface RunningProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/**
 * The processes that were started on a data folder. The folder is this launch's own, so they are too.
 *
 * @param dataFolder as given to the app
 */
export async function processesOn(dataFolder: string): Promise<readonly RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid: Number(pid), commandLine: text.replaceAll('\0', ' ').trim() };
    }),
  );
  return all.filter(({ commandLine }) => commandLine.includes(`--user-data-dir=${dataFolder}`));
}

/** Ends them by force. One that is gone already is no fault. */
export async function endProcessesOn(dataFolder: string): Promise<void> {
  for (const { pid } of await processesOn(dataFolder)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
