import { ProblemError } from '../../shared/result.ts';
import type { KeyVault } from './key-source.ts';
import type { FromCore, ToCore, VaultRequest } from './process-messages.ts';

/** The shell's key vault, asked over the process's message channel. */
export interface RemoteVault extends KeyVault {
  /** Takes an answer of the shell. */
  receive(message: Extract<ToCore, { type: 'vault-answer' }>): void;
}

/** Makes the vault; `send` posts to the shell. */
export function createRemoteVault(send: (message: FromCore) => void): RemoteVault {
  const waiting = new Map<number, (message: Extract<ToCore, { type: 'vault-answer' }>) => void>();
  let counter = 0;

  function ask(request: VaultRequest): Promise<string | null> {
    counter += 1;
    const id = counter;
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ answer, failed }) => {
        if (failed === undefined) resolve(answer);
        else reject(new ProblemError(failed));
      });
      send({ type: 'vault', id, request });
    });
  }

  return {
    get: (node, use, origin) => ask({ op: 'get', node, use, origin }),
    locate: async (node, use, origin) => place(await ask({ op: 'locate', node, use, origin })),
    set: async (node, use, key, origin) =>
      place(await ask({ op: 'set', node, use, key, origin })) ?? 'session',
    remove: async (node) => {
      await ask({ op: 'remove', node });
    },
    receive(message) {
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    },
  };
}

function place(answer: string | null): 'keychain' | 'session' | null {
  return answer === 'keychain' || answer === 'session' ? answer : null;
}
