import { createCore, type Core } from '../../../../electron/core/core.ts';
import { createSecretStore, type KeyVault } from '../../../../electron/core/key-source.ts';

/** What the plan's references to secrets stand for: made up. */
export const KILL_SECRETS: Readonly<Record<string, string>> = {
  KILL_MASTER: 'sk-made-up-kill-master-000001',
  KILL_KEY_A: 'sk-made-up-kill-key-0000000001',
  KILL_KEY_B: 'sk-made-up-kill-key-0000000002',
  KILL_PROVIDER: 'sk-made-up-kill-provider-0001',
};

const NO_VAULT: KeyVault = {
  get: () => Promise.resolve(null),
  locate: () => Promise.resolve(null),
  set: () => Promise.reject(new Error('There is no keychain here.')),
  remove: () => Promise.resolve(),
};

/** A core on a workspace. @param aheadMs how far its clock is ahead: what was under way then comes no more. */
export function openKillCore(workspace: string, aheadMs: number): Core {
  return createCore({
    workspace,
    secrets: createSecretStore(NO_VAULT, KILL_SECRETS),
    clock: { now: () => new Date(Date.now() + aheadMs) },
    events: { taskChanged: () => undefined, workspaceChanged: () => undefined },
    log: (line) => process.stderr.write(`${line}\n`),
  });
}
