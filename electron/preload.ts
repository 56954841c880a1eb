import { contextBridge, ipcRenderer } from 'electron';

import type { BridgeCalls, CallOptions, GatehouseBridge } from '../shared/contract/bridge.ts';
import { CALL_NAMES, type CallName, type CoreCallName } from '../shared/contract/contract.ts';
import type { CallMessage, ToWindow } from '../shared/contract/wire.ts';
import { failure, type Result } from '../shared/result.ts';

/**
 * The typed bridge, and nothing else: one function a call, one `on` for the contract's events. Calls to the
 * core go straight to its process through a message port; the main process only hands the port over.
 */

const PORT_CHANNEL = 'gatehouse:port';
const EVENT_CHANNEL = 'gatehouse:event';
const EVENTS = new Set(['task.changed', 'workspace.changed', 'core.changed', 'shell.command']);

type Listener = (payload: unknown) => void;

/** The window's end of the message port; the types of the page itself are not ours to use here. */
interface CorePort {
  postMessage(message: CallMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ToWindow }) => void): void;
  start(): void;
  close(): void;
}

const listeners = new Map<string, Set<Listener>>();
const waiting = new Map<number, (result: Result<unknown>) => void>();
let queued: CallMessage[] = [];
let port: CorePort | null = null;
let counter = 0;

function emit(event: string, payload: unknown): void {
  for (const listener of listeners.get(event) ?? []) listener(payload);
}

function receive(message: ToWindow): void {
  if (message.type === 'event') return emit(message.event, message.payload);
  waiting.get(message.id)?.(message.result);
  waiting.delete(message.id);
}

function callCore(name: CoreCallName, args: unknown, options?: CallOptions): Promise<Result<unknown>> {
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
}

function dropPort(): void {
  port?.close();
  port = null;
  // Calls that were not sent yet wait for the next port; the rest cannot be known to have happened or not.
  const unsent = new Set(queued.map(({ id }) => id));
  for (const [id, resolve] of waiting) {
    if (unsent.has(id)) continue;
    waiting.delete(id);
    resolve(
      failure({
        code: 'core_stopped',
        message: 'The core stopped before it answered.',
        next: 'Look at Changes for a push that was interrupted, then try again.',
      }),
    );
  }
}

ipcRenderer.on(PORT_CHANNEL, ({ ports }) => {
  const [next] = ports as readonly unknown[] as readonly CorePort[];
  if (next === undefined) return;
  port = next;
  next.addEventListener('message', ({ data }) => receive(data));
  next.start();
  for (const message of queued) next.postMessage(message);
  queued = [];
});

ipcRenderer.on(EVENT_CHANNEL, (_event, name: string, payload: unknown) => {
  if (!EVENTS.has(name)) return;
  if (name === 'core.changed' && isRestart(payload)) {
    dropPort();
    ipcRenderer.send(PORT_CHANNEL);
  }
  emit(name, payload);
});

function isRestart(payload: unknown): boolean {
  return (
    typeof payload === 'object' && payload !== null && 'state' in payload && payload.state === 'restarting'
  );
}

function makeCall(name: CallName): (args: unknown, options?: CallOptions) => Promise<Result<unknown>> {
  if (isShellCall(name)) return (args) => ipcRenderer.invoke(name, args) as Promise<Result<unknown>>;
  return (args, options) => callCore(name, args, options);
}

function isShellCall(name: CallName): name is Exclude<CallName, CoreCallName> {
  return name.startsWith('shell.');
}

const bridge: GatehouseBridge = {
  // Object.fromEntries forgets which name belongs to which function; the contract's names put it back.
  calls: Object.fromEntries(CALL_NAMES.map((name) => [name, makeCall(name)])) as unknown as BridgeCalls,
  on(event, listener) {
    const known = listeners.get(event) ?? new Set<Listener>();
    listeners.set(event, known);
    // The listener comes typed by the event's name; the map holds them side by side.
    const entry = listener as Listener;
    known.add(entry);
    return () => known.delete(entry);
  },
};

contextBridge.exposeInMainWorld('gatehouse', bridge);
ipcRenderer.send(PORT_CHANNEL);
