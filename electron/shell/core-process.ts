import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';

import type { KeyVault } from '../core/key-source.ts';
import type { FromCore, ToCore, VaultRequest } from '../core/process-messages.ts';
import { ProblemError, type Problem } from '../../shared/result.ts';

/** More crashes than this within a minute, and the core is not started again by itself. */
const MAX_RESTARTS_A_MINUTE = 3;

/** How long the core may take to end its work when the app closes, milliseconds. */
const STOP_WITHIN_MS = 5000;

/** What the core is told when the vault fails in a way it has no words for. */
const KEYCHAIN_FAILED: Problem = {
  code: 'keychain_failed',
  message: 'The keychain did not answer.',
  next: 'Set the key again in Fleet.',
};

export interface CoreProcessOptions {
  /** The bundled core, absolute. */
  readonly script: string;
  readonly workspace: string;
  readonly vault: KeyVault;
  /** Resolves when the nodes of the workspace can be asked, or will not come up. */
  readonly nodesUp: Promise<void>;
  readonly log: (line: string) => void;
  readonly changed: (state: 'ready' | 'restarting' | 'stopped', message?: string) => void;
}

/** The core in its own process: started, watched, started again when it dies, stopped in peace. */
export interface CoreProcess {
  /** A port straight into the core, for one window; null when the core ended for good. */
  connect(): MessagePortMain | null;
  /** Resolves when the core has ended, by itself or by force. */
  stop(): Promise<void>;
}

/** Starts the core on a workspace. */
export function startCoreProcess(options: CoreProcessOptions): CoreProcess {
  let child: UtilityProcess | null = null;
  let stopping = false;
  let crashes: number[] = [];

  function start(): UtilityProcess {
    const started = utilityProcess.fork(options.script, [options.workspace], {
      serviceName: 'Gatehouse core',
      // Its standard output says nothing; a pipe for it would be made all the same, while the window waits.
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.stderr?.on('data', (chunk: Buffer) => options.log(chunk.toString('utf8')));
    started.on('message', (message: FromCore) => onMessage(started, message));
    started.once('exit', (code) => onExit(code));
    void options.nodesUp.then(() => {
      const message: ToCore = { type: 'nodes-up' };
      if (child === started) started.postMessage(message);
    });
    return started;
  }

  function onMessage(from: UtilityProcess, message: FromCore): void {
    if (message.type === 'ready') options.changed('ready');
    if (message.type === 'log') options.log(message.line);
    if (message.type === 'vault') void answerVault(from, message.id, message.request);
  }

  async function answerVault(to: UtilityProcess, id: number, request: VaultRequest): Promise<void> {
    let answer: ToCore;
    try {
      answer = { type: 'vault-answer', id, answer: await askVault(options.vault, request) };
    } catch (error) {
      const failed = error instanceof ProblemError ? error.problem : KEYCHAIN_FAILED;
      answer = { type: 'vault-answer', id, answer: null, failed };
    }
    to.postMessage(answer);
  }

  function onExit(code: number): void {
    child = null;
    if (stopping) return;
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < 60_000), now];
    options.log(`The core process ended with code ${code}.`);
    if (crashes.length > MAX_RESTARTS_A_MINUTE) {
      options.changed(
        'stopped',
        'The core stopped again and again. Close Gatehouse and look at the log file.',
      );
      return;
    }
    child = start();
    options.changed('restarting', 'The core stopped and was started again. Work that was running has ended.');
  }

  child = start();
  return {
    connect() {
      if (child === null) return null;
      const { port1, port2 } = new MessageChannelMain();
      const message: ToCore = { type: 'client' };
      child.postMessage(message, [port1]);
      return port2;
    },
    async stop() {
      stopping = true;
      const running = child;
      if (running === null) return;
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => running.kill(), STOP_WITHIN_MS);
        running.once('exit', () => {
          clearTimeout(force);
          resolve();
        });
        const message: ToCore = { type: 'stop' };
        running.postMessage(message);
      });
    },
  };
}

async function askVault(vault: KeyVault, request: VaultRequest): Promise<string | null> {
  switch (request.op) {
    case 'get':
      return vault.get(request.node, request.use, request.origin);
    case 'locate':
      return vault.locate(request.node, request.use, request.origin);
    case 'set':
      return vault.set(request.node, request.use, request.key, request.origin);
    case 'remove':
      await vault.remove(request.node);
      return null;
  }
}
