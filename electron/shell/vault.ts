import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import * as v from 'valibot';

import { ProblemError } from '../../shared/result.ts';
import type { KeyVault } from '../core/key-source.ts';
import type { KeyUse } from '../core/ports.ts';
import { writeFileAtomic } from '../workspace/atomic-write.ts';

/** The operating system's own encryption, as far as it is there. */
export interface Encryption {
  /** False where keys would only be scrambled with a fixed password, as on Linux without a keyring. */
  readonly available: () => boolean;
  readonly encrypt: (text: string) => Promise<Buffer>;
  readonly decrypt: (data: Buffer) => Promise<string>;
}

const VaultFileSchema = v.object({
  version: v.literal(1),
  keys: v.record(v.string(), v.string()),
});

/**
 * Opens the vault of one workspace. Encrypted keys lie in `file`, outside of any workspace; where nothing
 * can encrypt, a key lives in memory until the app ends and is never written.
 */
export function openVault(file: string, workspace: string, encryption: Encryption): KeyVault {
  const scope = createHash('sha256').update(workspace).digest('hex').slice(0, 24);
  const session = new Map<string, string>();
  const nameOf = (node: string, use: KeyUse): string => `${scope}/${node}/${use}`;

  async function readKeys(): Promise<Record<string, string>> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw unreadable(file);
    }
    const parsed = v.safeParse(VaultFileSchema, parseJson(text));
    if (!parsed.success) throw unreadable(file);
    return parsed.output.keys;
  }

  const writeKeys = (keys: Record<string, string>): Promise<void> =>
    writeFileAtomic(file, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`);

  return {
    async get(node, use) {
      const name = nameOf(node, use);
      const inMemory = session.get(name);
      if (inMemory !== undefined) return inMemory;
      const stored = (await readKeys())[name];
      if (stored === undefined || !encryption.available()) return null;
      try {
        return await encryption.decrypt(Buffer.from(stored, 'base64'));
      } catch {
        throw new ProblemError({
          code: 'key_unreadable',
          message: `The keychain could not open the key of ${node}.`,
          next: 'Set the key again in Fleet.',
          where: node,
        });
      }
    },
    async locate(node, use) {
      const name = nameOf(node, use);
      if (session.has(name)) return 'session';
      return encryption.available() && (await readKeys())[name] !== undefined ? 'keychain' : null;
    },
    async set(node, use, key) {
      const name = nameOf(node, use);
      if (!encryption.available()) {
        session.set(name, key);
        return 'session';
      }
      const encrypted = await encryption.encrypt(key);
      await writeKeys({ ...(await readKeys()), [name]: encrypted.toString('base64') });
      session.delete(name);
      return 'keychain';
    },
    async remove(node) {
      for (const use of ['read', 'apply'] as const) session.delete(nameOf(node, use));
      const keys = await readKeys();
      const kept = Object.fromEntries(
        Object.entries(keys).filter(([name]) => !name.startsWith(`${scope}/${node}/`)),
      );
      if (Object.keys(kept).length !== Object.keys(keys).length) await writeKeys(kept);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unreadable(file: string): ProblemError {
  return new ProblemError({
    code: 'vault_unreadable',
    message: 'The file with the encrypted keys cannot be read.',
    next: 'Move it away and set the keys again in Fleet.',
    where: file,
  });
}
