import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { MeaningList } from '../../../../renderer/features/changes/meaning-list.tsx';
import { fakeComparison } from '../../fake/changes.ts';

it('shows people by their names, and says of what has none that it has none', () => {
  const fields = [{ path: 'members', before: ['u-1'], after: [] }];
  const changes = [
    { action: 'update', kind: 'team', name: 'research', fields },
    { action: 'delete', kind: 'user', name: '', fields: [] },
  ] as const;
  render(
    <MeaningList view={{ ...fakeComparison('dw', 'files'), changes, names: { user: { 'u-1': 'mila' } } }} />,
  );
  expect(screen.getByText('mila')).toBeTruthy();
  expect(screen.queryByText('u-1')).toBeNull();
  expect(screen.getByText('user (no name)')).toBeTruthy();
});
