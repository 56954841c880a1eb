import { describe, expect, it } from 'vitest';

import { namesakes } from '../../../../renderer/features/cost/cost-words.ts';

describe('namesakes', () => {
  it('tells apart only those that share a name', () => {
    const apart = namesakes('team', [
      { id: 'team-search', label: 'search' },
      { id: '5e1f0a34-9c1d-4a7e-8d11-3f2b6c7d8e9f', label: 'search' },
      { id: 'team-payments', label: 'payments' },
      { id: '', label: '' },
      { id: null, label: '' },
    ]);
    expect([...apart]).toEqual([
      ['team-search', 'team-search'],
      ['5e1f0a34-9c1d-4a7e-8d11-3f2b6c7d8e9f', '5e1f0a34…8e9f'],
    ]);
  });

  it('takes several rows of one for one', () => {
    const one = { id: 'team-search', label: 'search' };
    expect(namesakes('team', [one, one]).size).toBe(0);
  });
});
