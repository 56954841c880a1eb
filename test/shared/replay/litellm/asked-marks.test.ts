import { expect, test } from 'vitest';

import { askedMarks } from '../../../../shared/replay/litellm/asked-marks.ts';
import { litellmSays, MODELS, resource } from '../made-log.ts';

const budget = { limit: '1', period: '30d' };
const KEY = resource('key', 'k', { models: ['*'] });
const plain = [
  KEY,
  resource('customer', 'quiet', { budget: null, requestsPerMinute: null }),
  resource('tag', 'quiet', { budget: null }),
];

test('are those with a budget or limits, now or as it is wanted', () => {
  expect(askedMarks([plain])).toEqual({ customers: [], tags: [] });
  const later = [
    ...plain,
    resource('customer', 'limited', { budget: null, requestsPerMinute: 3 }),
    resource('tag', 'vip', { budget }),
  ];
  const held = [...plain, resource('customer', 'acme', { budget })];
  expect(askedMarks([held, later])).toEqual({ customers: ['acme', 'limited'], tags: ['vip'] });
});

test('are all customers where those without a budget are given one', () => {
  const setting = resource('setting', 'litellm_settings.max_end_user_budget_id', { value: 'b' });
  expect(askedMarks([[...plain, setting]]).customers).toEqual([]);
  expect(askedMarks([[...plain, setting, resource('budget', 'b', { budget })]]).customers).toBe('all');
});

test('is what a budget of a customer or a tag needs to be asked', () => {
  const held = [...MODELS, KEY, resource('customer', 'acme', { budget }), resource('tag', 'vip', { budget })];
  const calls = [0, 1, 2].map((seconds) => ({ seconds, dollars: 1.5, customer: 'acme' }));
  expect(litellmSays(calls, held)).toEqual(['allowed', 'customer-budget', 'customer-budget']);
  const tagged = [0, 1].map((seconds) => ({ seconds, dollars: 1.5, tags: ['vip'] }));
  expect(litellmSays(tagged, held)).toEqual(['allowed', 'tag-budget']);
});
