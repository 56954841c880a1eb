import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { describeCounts, DiffView } from '../../../renderer/ui/diff-view.tsx';
import '../render.tsx';

const LEFT = { title: 'prod-eu', text: 'a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n' };
const RIGHT = { title: 'prod-us', text: 'a: 9\nb: 2\nc: 3\nd: 4\ne: 9\n' };

beforeEach(() => window.localStorage.clear());
describe('the diff view', { timeout: 30_000 }, () => {
  it('names both sides and counts what differs', () => {
    render(<DiffView left={LEFT} right={RIGHT} />);
    expect(screen.getByRole('region', { name: 'prod-eu against prod-us' })).toBeTruthy();
    expect(screen.getByText('2 edits · +2 −2 lines')).toBeTruthy();
  });

  it('goes from change to change with Alt and an arrow, and says which one it is at', () => {
    render(<DiffView left={LEFT} right={RIGHT} />);
    const view = screen.getByRole('region');
    fireEvent.keyDown(view, { key: 'ArrowDown', altKey: true });
    expect(screen.getByText('Change 1 of 2')).toBeTruthy();
    fireEvent.keyDown(view, { key: 'ArrowUp', altKey: true });
    expect(screen.getByText('Change 2 of 2')).toBeTruthy();
    fireEvent.keyDown(view, { key: 'ArrowUp' });
    expect(screen.getByText('Change 2 of 2')).toBeTruthy();
  });

  it('remembers the layout', () => {
    const first = render(<DiffView left={LEFT} right={RIGHT} />);
    fireEvent.click(screen.getByRole('button', { name: 'Side by side' }));
    first.unmount();
    const { container } = render(<DiffView left={LEFT} right={RIGHT} />);
    const root = container.querySelector('.diff__body')?.shadowRoot;
    expect(root?.querySelectorAll('.cm-mergeViewEditor')).toHaveLength(2);
  });

  it('offers no way to go on where nothing differs', () => {
    render(<DiffView left={LEFT} right={{ ...LEFT, title: 'other' }} />);
    expect(screen.getByText('No difference')).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next' }).disabled).toBe(true);
  });
});

describe('counts in words', () => {
  it('says one line as one line', () => {
    expect(describeCounts({ edits: 1, added: 0, removed: 1 })).toBe('1 edit · +0 −1 line');
    expect(describeCounts({ edits: 1, added: 1, removed: 0 })).toBe('1 edit · +1 −0 line');
    expect(describeCounts({ edits: 1, added: 1, removed: 3 })).toBe('1 edit · +1 −3 lines');
  });
});
