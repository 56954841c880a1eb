import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import * as v from 'valibot';

import { ProblemError } from '../../shared/result.ts';
import type { KeyVault } from '../core/key-source.ts';
import type { KeyUse } from '../core/ports.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { createQueue, type Queue } from '../files/queue.ts';

/** The operating system's own encryption, as far as it is there. */
export interface Encryption {
  /** False where keys would only be scrambled with a fixed password, as on Linux without a keyring. */
  readonly available: () => boolean;
  readonly encrypt: (text: string) => Promise<Buffer>;
  readonly decrypt: (data: Buffer) => Promise<string>;
}

/** A key: the origin it was set for, and the encrypted key in base64. */
const StoredKeySchema = v.object({ origin: v.string(), key: v.string() });
type StoredKey = v.InferOutput<typeof StoredKeySchema>;

const VaultFileSchema = v.object({
  version: v.literal(2),
  keys: v.record(v.string(), StoredKeySchema),
});

/** One queue a file, whichever workspace its vault is for: a change reads the whole file and writes it again. */
const changes = new Map<string, Queue>();

/**
 * Opens the vault of one workspace. Encrypted keys lie in `file`, outside of any workspace; where nothing
 * can encrypt, a key lives in memory until the app ends and is never written.
 */
export function openVault(file: string, workspace: string, encryption: Encryption): KeyVault {
  const scope = createHash('sha256').update(workspace).digest('hex').slice(0, 24);
  const session = new Map<string, StoredKey>();
  const change = changes.get(file) ?? createQueue();
  changes.set(file, change);
  const nameOf = (node: string, use: KeyUse): string => `${scope}/${node}/${use}`;

  async function readKeys(): Promise<Record<string, StoredKey>> {
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

  const writeKeys = (keys: Record<string, StoredKey>): Promise<void> =>
    writeFileAtomic(file, `${JSON.stringify({ version: 2, keys }, null, 2)}\n`, { secret: true });

  return {
    async get(node, use, origin) {
      const name = nameOf(node, use);
      const inMemory = session.get(name);
      if (inMemory !== undefined) return keyFor(node, origin, inMemory);
      const stored = (await readKeys())[name];
      if (stored === undefined || !encryption.available()) return null;
      const encrypted = keyFor(node, origin, stored);
      try {
        return await encryption.decrypt(Buffer.from(encrypted, 'base64'));
      } catch {
        throw new ProblemError({
          code: 'key_unreadable',
          message: `The keychain could not open the key of ${node}.`,
          next: 'Set the key again in Fleet.',
          where: node,
        });
      }
    },
    async locate(node, use, origin) {
      const name = nameOf(node, use);
      const inMemory = session.get(name);
      const stored = inMemory ?? (encryption.available() ? (await readKeys())[name] : undefined);
      if (stored === undefined) return null;
      keyFor(node, origin, stored);
      return inMemory === undefined ? 'keychain' : 'session';
    },
    async set(node, use, key, origin) {
      const name = nameOf(node, use);
      if (!encryption.available()) {
        session.set(name, { origin, key });
        return 'session';
      }
      const stored = { origin, key: (await encryption.encrypt(key)).toString('base64') };
      await change(async () => writeKeys({ ...(await readKeys()), [name]: stored }));
      session.delete(name);
      return 'keychain';
    },
    async remove(node) {
      for (const use of ['read', 'apply'] as const) session.delete(nameOf(node, use));
      await change(async () => {
        const keys = await readKeys();
        const kept = Object.fromEntries(
          Object.entries(keys).filter(([name]) => !name.startsWith(`${scope}/${node}/`)),
        );
        if (Object.keys(kept).length !== Object.keys(keys).length) await writeKeys(kept);
      });
    },
  };
}

/** The key as it is kept, if it is sent to where it was set for. */
function keyFor(node: string, origin: string, stored: StoredKey): string {
  if (stored.origin === origin) return stored.key;
  throw new ProblemError({
    code: 'key_for_other_address',
    message: `The key of ${node} was set for ${stored.origin}, but its address is ${origin} now.`,
    next: `If the new address is right, set the key again in Fleet.`,
    where: node,
  });
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
