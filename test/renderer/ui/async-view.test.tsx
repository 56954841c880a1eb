import { act, fireEvent, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { AsyncView, SKELETON_DELAY_MS } from '../../../renderer/ui/async-view.tsx';
import { screen } from '../render.tsx';

const problem = { code: 'broken', message: 'It broke.', next: 'Mend it.', where: 'file:3' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('shows a skeleton only when an answer takes long', () => {
  const { container } = render(
    <AsyncView state={{ loading: true, value: null, problem: null }} onRetry={() => undefined}>
      {() => 'full'}
    </AsyncView>,
  );
  act(() => void vi.advanceTimersByTime(SKELETON_DELAY_MS - 1));
  expect(container.querySelectorAll('.skeleton__line')).toHaveLength(0);
  act(() => void vi.advanceTimersByTime(1));
  expect(container.querySelectorAll('.skeleton__line').length).toBeGreaterThan(0);
});

it('says what went wrong, where and what next, and tries again', () => {
  const retry = vi.fn<() => void>();
  render(
    <AsyncView state={{ loading: false, value: null, problem }} onRetry={retry}>
      {() => 'full'}
    </AsyncView>,
  );
  const alert = screen.getByRole('alert').textContent;
  for (const part of ['It broke.', 'Mend it.', 'file:3']) expect(alert).toContain(part);
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});

it('keeps the old answer in sight when a newer one fails', () => {
  render(
    <AsyncView state={{ loading: false, value: 'old', problem }} onRetry={() => undefined}>
      {(value) => <p>{value}</p>}
    </AsyncView>,
  );
  expect(screen.getByText('old')).toBeTruthy();
  expect(screen.getByRole('alert')).toBeTruthy();
});
