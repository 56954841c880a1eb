import { describe, expect, it } from 'vitest';

import { readShortcut } from '../../../renderer/app/use-shortcuts.ts';

const press = (key: string, more: { mod?: boolean; typing?: boolean; afterG?: boolean } = {}) =>
  readShortcut({ key, mod: false, typing: false, afterG: false, ...more });

describe('readShortcut', () => {
  it('opens the palette wherever one is', () => {
    expect(press('k', { mod: true, typing: true })).toEqual({ do: 'palette' });
    expect(press('K', { mod: true })).toEqual({ do: 'palette' });
    expect(press('/')).toEqual({ do: 'palette' });
  });

  it('goes to a screen by number or by a letter after g', () => {
    expect(press('1', { mod: true })).toEqual({ do: 'go', screen: 'overview' });
    expect(press('6', { mod: true })).toEqual({ do: 'go', screen: 'costs' });
    expect(press('f', { afterG: true })).toEqual({ do: 'go', screen: 'fleet' });
  });

  it('leaves typing and everything else alone', () => {
    expect(press('/', { typing: true })).toBeNull();
    expect(press('f', { typing: true, afterG: true })).toBeNull();
    expect(press('f')).toBeNull();
    expect(press('7', { mod: true })).toBeNull();
    expect(press('1')).toBeNull();
  });
});
