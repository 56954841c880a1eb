import { describe, expect, it } from 'vitest';

import { renderState } from '../../../shared/plan/render-state.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';
import { team } from './resources.ts';

describe('renderState', () => {
  it('spells a secret as a resource file does', () => {
    const state = [team('a', {}, { settings: { metadata: { pin: secretReference('PIN') } } })];
    expect(renderState(state)).toContain('pin: ${PIN}\n');
  });

  it('groups by kind and sorts, without ids, owners and observed values', () => {
    const text = renderState([
      team('search', { models: ['b', 'a'], requestsPerMinute: null }, { observed: { spend: 3 } }),
      { ...team('gpt-4o', { target: 'openai/gpt-4o', inputPrice: '0.00000250' }), kind: 'model' },
      team('payments', { budget: { period: '30d', limit: '300.0' } }, { settings: { tags: ['y', 'x'] } }),
    ]);
    expect(text).toBe(`models:
  - name: gpt-4o
    inputPrice: "0.0000025"
    target: openai/gpt-4o
teams:
  - name: payments
    budget:
      limit: "300"
      period: 30d
    settings:
      tags:
        - x
        - y
  - name: search
    models:
      - a
      - b
`);
  });

  it('is empty for an empty state', () => {
    expect(renderState([])).toBe('');
  });
});
