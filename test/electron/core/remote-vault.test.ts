import { expect, it } from 'vitest';

import { createRemoteVault } from '../../../electron/core/remote-vault.ts';
import type { FromCore } from '../../../electron/core/process-messages.ts';

function vaultWithSent() {
  const sent: FromCore[] = [];
  return { vault: createRemoteVault((message) => sent.push(message)), sent };
}

it('matches answers to requests, in any order', async () => {
  const { vault, sent } = vaultWithSent();
  const first = vault.get('a', 'read');
  const second = vault.locate('b', 'apply');
  expect(sent).toEqual([
    { type: 'vault', id: 1, request: { op: 'get', node: 'a', use: 'read' } },
    { type: 'vault', id: 2, request: { op: 'locate', node: 'b', use: 'apply' } },
  ]);
  vault.receive({ type: 'vault-answer', id: 2, answer: 'session' });
  vault.receive({ type: 'vault-answer', id: 1, answer: 'sk-made-up-8' });
  expect(await first).toBe('sk-made-up-8');
  expect(await second).toBe('session');
});

it('passes on what the keychain said went wrong', async () => {
  const { vault } = vaultWithSent();
  const asked = vault.get('a', 'read');
  vault.receive({ type: 'vault-answer', id: 1, answer: null, failed: 'The keychain is locked.' });
  await expect(asked).rejects.toMatchObject({
    problem: { code: 'keychain_failed', message: 'The keychain is locked.' },
  });
});

it('takes no answer for another', async () => {
  const { vault } = vaultWithSent();
  const asked = vault.locate('a', 'read');
  vault.receive({ type: 'vault-answer', id: 99, answer: 'keychain' });
  vault.receive({ type: 'vault-answer', id: 1, answer: 'something else' });
  expect(await asked).toBeNull();
});
