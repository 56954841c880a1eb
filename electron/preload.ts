import { contextBridge, ipcRenderer } from 'electron';

import type { BridgeCalls, CallOptions, GatehouseBridge } from '../shared/contract/bridge.ts';
import { CALL_NAMES, type CallName, type CoreCallName } from '../shared/contract/contract.ts';
import type { Result } from '../shared/result.ts';
import { createCoreCalls, type CorePort } from './shell/core-calls.ts';

/**
 * The typed bridge, and nothing else: one function a call, one `on` for the contract's events. Calls to the
 * core go straight to its process through a message port; the main process only hands the port over.
 */

const PORT_CHANNEL = 'gatehouse:port';
const EVENT_CHANNEL = 'gatehouse:event';
const EVENTS = new Set(['task.changed', 'workspace.changed', 'core.changed', 'shell.command']);

type Listener = (payload: unknown) => void;

const listeners = new Map<string, Set<Listener>>();
const core = createCoreCalls(emit);

function emit(event: string, payload: unknown): void {
  for (const listener of listeners.get(event) ?? []) listener(payload);
}

ipcRenderer.on(PORT_CHANNEL, ({ ports }) => {
  const [port] = ports as readonly unknown[] as readonly CorePort[];
  if (port !== undefined) core.connect(port);
});

ipcRenderer.on(EVENT_CHANNEL, (_event, name: string, payload: unknown) => {
  if (!EVENTS.has(name)) return;
  const state = name === 'core.changed' ? stateOf(payload) : null;
  if (state === 'stopped') core.stopped();
  if (state === 'restarting') {
    core.restarting();
    ipcRenderer.send(PORT_CHANNEL);
  }
  emit(name, payload);
});

function stateOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'state' in payload ? payload.state : null;
}

function makeCall(name: CallName): (args: unknown, options?: CallOptions) => Promise<Result<unknown>> {
  if (isShellCall(name)) return (args) => ipcRenderer.invoke(name, args) as Promise<Result<unknown>>;
  return (args, options) => core.call(name, args, options);
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
