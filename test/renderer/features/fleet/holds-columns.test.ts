import { expect, it } from 'vitest';

import { holdsColumns } from '../../../../renderer/features/fleet/holds/holds-columns.tsx';
import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';

const leftOut = (kind: ResourceKind): readonly string[] =>
  holdsColumns(kind, '').flatMap(({ id, leaveOut }) => (leaveOut === undefined ? [] : [id]));

it('never leaves out who got a grant, however little room there is', () => {
  expect(holdsColumns('grant', '').map(({ id }) => id)).toContain('user');
  expect(leftOut('grant')).not.toContain('user');
  expect(leftOut('key')).toContain('user');
});
