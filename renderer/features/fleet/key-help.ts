import type { ShellInfo } from '../../../shared/contract/answers.ts';

/** Where a key that is typed now will be kept, and where it never goes. */
export function keyHelp(keychain: ShellInfo['keychain']): string {
  return keychain === 'available'
    ? 'Kept in the keychain of this machine and sent to this node only. It cannot be read back here.'
    : 'This machine has no keychain, so the key is kept in memory until the app is closed. It is sent to this node only.';
}
