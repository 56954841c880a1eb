import {
  BrowserWindow,
  ipcMain,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type MessagePortMain,
} from 'electron';
import * as v from 'valibot';

import {
  CALL_NAMES,
  contract,
  type CallDefinition,
  type ShellCallName,
} from '../../shared/contract/contract.ts';
import { ProblemError, failure, success, type Result } from '../../shared/result.ts';
import { isTrustedSender } from './sender.ts';
import type { ShellHandlers } from './shell-calls.ts';

/** The preload asks for its port on this channel, and receives it on the same. */
export const PORT_CHANNEL = 'gatehouse:port';
/** Events of the shell reach the preload on this channel. */
export const EVENT_CHANNEL = 'gatehouse:event';

/**
 * Registers one channel for each call of the shell, and the hand-over of ports into the core. Whoever is
 * not our own page in our own window gets an error and nothing else.
 */
export function registerShellCalls(handlers: ShellHandlers, connect: () => Promise<MessagePortMain>): void {
  for (const name of CALL_NAMES) {
    if (isShellCall(name))
      ipcMain.handle(name, (event, args: unknown) => answer(handlers, name, event, args));
  }
  ipcMain.on(PORT_CHANNEL, (event) => {
    if (isTrustedSender(event)) void handOver(event, connect);
  });
}

async function handOver(event: IpcMainEvent, connect: () => Promise<MessagePortMain>): Promise<void> {
  const port = await connect().catch(() => null);
  // The page may have gone, or been replaced, while the core came up.
  if (!isTrustedSender(event)) port?.close();
  else if (port !== null) event.senderFrame?.postMessage(PORT_CHANNEL, null, [port]);
  // A page that asked must not wait for a core that does not come.
  else event.senderFrame?.send(EVENT_CHANNEL, 'core.changed', { state: 'stopped' });
}

async function answer(
  handlers: ShellHandlers,
  name: ShellCallName,
  event: IpcMainInvokeEvent,
  args: unknown,
): Promise<Result<unknown>> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!isTrustedSender(event) || window === null) {
    return failure({ code: 'not_permitted', message: 'This page may not ask that.' });
  }
  const definition: CallDefinition<v.GenericSchema, unknown> = contract[name];
  const parsed = v.safeParse(definition.args, args);
  if (!parsed.success) {
    return failure({ code: 'bad_arguments', message: 'This value cannot be used here.', where: name });
  }
  try {
    // The contract ties each name's arguments to its handler; the cast only undoes the widening by `name`.
    const handler = handlers[name] as (valid: unknown, window: BrowserWindow) => Promise<unknown>;
    return success(await handler(parsed.output, window));
  } catch (error) {
    if (error instanceof ProblemError) return failure(error.problem);
    return failure({ code: 'internal', message: 'Gatehouse made a mistake while doing this.', where: name });
  }
}

function isShellCall(name: string): name is ShellCallName {
  return name.startsWith('shell.');
}
