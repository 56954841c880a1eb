import { safeStorage } from 'electron';

import type { Encryption } from './vault.ts';

/** Newer Electron has these; probed, because both old and new runtimes are supported. */
interface AsyncSafeStorage {
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(data: Buffer): Promise<{ readonly result: string }>;
}

/** The operating system's encryption. Valid after the app is ready. */
export function systemEncryption(): Encryption {
  const modern = hasAsync(safeStorage) ? safeStorage : null;
  return {
    available: () =>
      safeStorage.isEncryptionAvailable() &&
      (process.platform !== 'linux' ||
        !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())),
    encrypt: async (text) =>
      modern === null ? safeStorage.encryptString(text) : modern.encryptStringAsync(text),
    decrypt: async (data) =>
      modern === null ? safeStorage.decryptString(data) : (await modern.decryptStringAsync(data)).result,
  };
}

function hasAsync(storage: object): storage is AsyncSafeStorage {
  return 'encryptStringAsync' in storage && 'decryptStringAsync' in storage;
}
