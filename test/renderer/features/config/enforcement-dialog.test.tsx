import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import { EnforcementDialog } from '../../../../renderer/features/config/enforcement-dialog.tsx';
import type { NodeProjection } from '../../../../shared/contract/answers.ts';
import { projectPolicy } from '../../../../shared/policy/projection.ts';
import { readPolicy } from '../../../../shared/policy/read-policy.ts';
import { fails } from '../../fake-bridge.ts';
import { expectAccessible, renderLoaded } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

const TEXT = 'version: 1\nteams: { search: { models: [a], budget: { limit: 40 USD, period: month } } }';

function nodes(): readonly NodeProjection[] {
  const { policy } = readPolicy(TEXT);
  if (policy === null) throw new Error('The policy of this test does not read.');
  return (['litellm', 'doubleword'] as const).map((kind) => {
    const about = { kind, version: null, licensed: null, environment: 'prod' };
    return {
      node: `n-${kind}`,
      ...about,
      rules: projectPolicy(policy, about, '2026-11-01T00:00:00Z'),
      alerts: [],
    };
  });
}

async function show(overrides: Partial<FakeHandlers> = {}) {
  return renderLoaded(<EnforcementDialog open onOpenChange={() => undefined} text={TEXT} />, {
    'policy.projection': () => ({ nodes: nodes() }),
    ...overrides,
  });
}

it('shows what no gateway can be told first, node by node, of the text in the editor', async () => {
  const { bridge } = await show();
  const first = await screen.findByRole('table', { name: 'Rules on n-litellm: Alert only' });
  expect(
    within(first)
      .getAllByRole('rowheader')
      .map(({ textContent }) => textContent),
  ).toEqual(['alertAt']);
  expect(bridge.made.find(({ name }) => name === 'policy.projection')?.args).toEqual({ text: TEXT });
  fireEvent.click(screen.getByRole('button', { name: 'n-doubleword' }));
  const other = await screen.findByRole('table', { name: 'Rules on n-doubleword: Alert only' });
  expect(other.textContent).toContain('teams › search › budget');
  expect(other.textContent).toContain('40 USD a month');
  expect(other.textContent).toContain('A group has no budget there');
  fireEvent.click(screen.getByRole('button', { name: /^Enforced/ }));
  await screen.findByRole('table', { name: 'Rules on n-doubleword: Enforced' });
  await expectAccessible();
});

it('says what is wrong with a policy that cannot be used', async () => {
  await show({ 'policy.projection': fails('policy_invalid', 'policy.yaml cannot be used: x.', 'Mend it.') });
  await waitFor(() => expect(screen.getByText(/policy\.yaml cannot be used/)).toBeTruthy());
});

it('says that there is no node', async () => {
  await show({ 'policy.projection': () => ({ nodes: [] }) });
  expect(await screen.findByText('There is no node yet.')).toBeTruthy();
});
