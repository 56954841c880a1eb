import { expect, it } from 'vitest';

import { createRemoteVault } from '../../../electron/core/remote-vault.ts';
import type { FromCore } from '../../../electron/core/process-messages.ts';

const HERE = 'https://gw.example.com:443';

function vaultWithSent() {
  const sent: FromCore[] = [];
  return { vault: createRemoteVault((message) => sent.push(message)), sent };
}

it('matches answers to requests, in any order', async () => {
  const { vault, sent } = vaultWithSent();
  const first = vault.get('a', 'read', HERE);
  const second = vault.locate('b', 'apply', HERE);
  expect(sent).toEqual([
    { type: 'vault', id: 1, request: { op: 'get', node: 'a', use: 'read', origin: HERE } },
    { type: 'vault', id: 2, request: { op: 'locate', node: 'b', use: 'apply', origin: HERE } },
  ]);
  vault.receive({ type: 'vault-answer', id: 2, answer: 'session' });
  vault.receive({ type: 'vault-answer', id: 1, answer: 'sk-made-up-8' });
  expect(await first).toBe('sk-made-up-8');
  expect(await second).toBe('session');
});

it('passes on what the vault said went wrong, code and all', async () => {
  const { vault } = vaultWithSent();
  const asked = vault.get('a', 'read', HERE);
  const problem = {
    code: 'key_unreadable',
    message: 'The keychain is locked.',
    next: 'Open it.',
    where: 'a',
  };
  vault.receive({ type: 'vault-answer', id: 1, answer: null, failed: problem });
  await expect(asked).rejects.toMatchObject({ problem });
});

it('takes no answer for another', async () => {
  const { vault } = vaultWithSent();
  const asked = vault.locate('a', 'read', HERE);
  vault.receive({ type: 'vault-answer', id: 99, answer: 'keychain' });
  vault.receive({ type: 'vault-answer', id: 1, answer: 'something else' });
  expect(await asked).toBeNull();
});
