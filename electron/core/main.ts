import type { MessagePortMain, ParentPort } from 'electron';

import type { CallMessage, ToWindow } from '../../shared/contract/wire.ts';
import { failure, type Problem } from '../../shared/result.ts';
import { createCore } from './core.ts';
import { createSecretStore } from './key-source.ts';
import type { FromCore, ToCore } from './process-messages.ts';
import { createRemoteVault } from './remote-vault.ts';

const UNSENDABLE: Problem = {
  code: 'internal',
  message: 'The answer could not be handed to the window.',
  next: 'Try again, or do it on the command line.',
};

/** The entry of the core process: one workspace, any number of windows, each on a port of its own. */
function main(parent: ParentPort, workspace: string): void {
  const clients = new Set<MessagePortMain>();
  const send = (message: FromCore): void => parent.postMessage(message);
  const vault = createRemoteVault(send);

  function tell(message: ToWindow): void {
    for (const client of clients) client.postMessage(message);
  }

  let nodesAreUp = (): void => undefined;
  const nodesUp = new Promise<void>((resolve) => (nodesAreUp = resolve));

  const core = createCore({
    workspace,
    nodesUp,
    secrets: createSecretStore(vault, process.env),
    clock: { now: () => new Date() },
    events: {
      taskChanged: (payload) => tell({ type: 'event', event: 'task.changed', payload }),
      workspaceChanged: (what) => tell({ type: 'event', event: 'workspace.changed', payload: { what } }),
    },
    log: (line) => send({ type: 'log', line }),
  });

  function addClient(port: MessagePortMain): void {
    clients.add(port);
    port.on('message', ({ data }: { data: CallMessage }) => {
      const options = data.task === undefined ? {} : { task: data.task };
      void core.handle(data.name, data.args, options).then((result) => {
        const answer: ToWindow = { type: 'answer', id: data.id, result };
        try {
          port.postMessage(answer);
        } catch {
          // What cannot cross to the window must not leave it waiting for ever.
          port.postMessage({ ...answer, result: failure(UNSENDABLE) });
        }
      });
    });
    port.on('close', () => clients.delete(port));
    port.start();
  }

  parent.on('message', ({ data, ports }: { data: ToCore; ports: MessagePortMain[] }) => {
    const [port] = ports;
    if (data.type === 'client' && port !== undefined) addClient(port);
    if (data.type === 'vault-answer') vault.receive(data);
    if (data.type === 'nodes-up') nodesAreUp();
    if (data.type === 'stop') void core.close().finally(() => process.exit(0));
  });
  send({ type: 'ready' });
}

const [workspace] = process.argv.slice(2);
if (workspace === undefined) throw new Error('The core needs the path of a workspace.');
main(process.parentPort, workspace);
