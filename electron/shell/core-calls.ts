import type { CoreCallName } from '../../shared/contract/contract.ts';
import type { CallMessage, ToWindow } from '../../shared/contract/wire.ts';
import type { CallOptions } from '../../shared/contract/bridge.ts';
import { failure, type Problem, type Result } from '../../shared/result.ts';

/** The window's end of a message port; the types of the page itself are not ours to use here. */
export interface CorePort {
  postMessage(message: CallMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ToWindow }) => void): void;
  start(): void;
  close(): void;
}

/** The window's calls to the core, over whichever port leads to it now. */
export interface CoreCalls {
  /** Never rejects, and is always answered: without a core that runs or comes up, with `core_stopped`. */
  call(name: CoreCallName, args: unknown, options?: CallOptions): Promise<Result<unknown>>;
  /** Takes the port of a core, and sends what waited for it. */
  connect(port: CorePort): void;
  /** The core died and another one comes up: what it was asked is answered, what was not sent yet waits. */
  restarting(): void;
  /** No other core comes up: all calls are answered now, also later ones. */
  stopped(): void;
}

const INTERRUPTED: Problem = {
  code: 'core_stopped',
  message: 'The core stopped before it answered.',
  next: 'Look at Changes for a push that was interrupted, then try again.',
};

const STOPPED: Problem = {
  code: 'core_stopped',
  message: 'The core has stopped, and nothing can be done without it.',
  next: 'Close Gatehouse and start it again, then look at Changes for a push that was interrupted.',
};

/** Makes the calls; until `connect` they wait. `event` is told what comes unasked. */
export function createCoreCalls(event: (name: string, payload: unknown) => void): CoreCalls {
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let queued: CallMessage[] = [];
  let port: CorePort | null = null;
  let gone = false;
  let counter = 0;

  function receive(message: ToWindow): void {
    if (message.type === 'event') return event(message.event, message.payload);
    waiting.get(message.id)?.(message.result);
    waiting.delete(message.id);
  }

  /** Lets go of the port, and answers what was sent over it: it cannot be known to have happened or not. */
  function drop(problem: Problem): void {
    port?.close();
    port = null;
    const unsent = new Set(queued.map(({ id }) => id));
    for (const [id, resolve] of waiting) {
      if (unsent.has(id)) continue;
      waiting.delete(id);
      resolve(failure(problem));
    }
  }

  return {
    call(name, args, options) {
      if (gone) return Promise.resolve(failure(STOPPED));
      counter += 1;
      const message: CallMessage = {
        type: 'call',
        id: counter,
        name,
        args,
        ...(options?.task === undefined ? {} : { task: options.task }),
      };
      return new Promise((resolve) => {
        waiting.set(message.id, resolve);
        if (port === null) queued.push(message);
        else port.postMessage(message);
      });
    },
    connect(next) {
      gone = false;
      port = next;
      next.addEventListener('message', ({ data }) => receive(data));
      next.start();
      for (const message of queued) next.postMessage(message);
      queued = [];
    },
    restarting() {
      gone = false;
      drop(INTERRUPTED);
    },
    stopped() {
      gone = true;
      queued = [];
      drop(STOPPED);
    },
  };
}
