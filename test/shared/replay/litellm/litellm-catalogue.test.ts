import { describe, expect, test } from 'vitest';

import { catalogueOf } from '../../../../shared/replay/litellm/litellm-catalogue.ts';
import { rulesBetween } from '../../../../shared/replay/litellm/rules-between.ts';
import { litellmRules, litellmSays, madeLog, resource, upgraded } from '../made-log.ts';

const model = (target: string, prices: readonly [string | null, string | null], baseModel?: string) =>
  resource(
    'model',
    `${target} ${prices.join(' ')}`,
    { target, inputPrice: prices[0], outputPrice: prices[1] },
    { name: 'm', settings: baseModel === undefined ? {} : { model_info: { base_model: baseModel } } },
  );
const NONE = [null, null] as const;
const UNKNOWN = model('openai/of-our-own', NONE);
const LISTED = model('openai/gpt-4o', NONE);

describe('a model is free', () => {
  const isFree = (version: string, ...models: readonly ReturnType<typeof model>[]) =>
    catalogueOf(models, litellmRules(version)).isFree('m');

  test('in 1.81.13 where nobody knows its price, in later releases where it is said', () => {
    expect(isFree('1.81.13', UNKNOWN)).toBe(true);
    for (const later of ['1.84.0', '1.106.2', '1.110.2']) expect(isFree(later, UNKNOWN)).toBe(false);
    for (const any of ['1.81.13', '1.106.2']) {
      expect(isFree(any, LISTED)).toBe(false);
      expect(isFree(any, model('openai/of-our-own', ['0', '0']))).toBe(true);
      expect(isFree(any, model('openai/of-our-own', ['0', '0.1']))).toBe(false);
    }
  });

  test('only where no deployment beside it costs something by the cost map', () => {
    const own = model('openai/of-our-own', ['0', '0']);
    expect(isFree('1.81.13', UNKNOWN, LISTED)).toBe(false);
    // Also in releases whose own cost map is not here: the nearest one tells.
    for (const later of ['1.84.0', '1.90.0', '1.103.0', '1.106.2', '1.110.2']) {
      expect(isFree(later, own, LISTED)).toBe(false);
      expect(isFree(later, own, UNKNOWN)).toBe(true);
    }
  });

  test('by the price of the model it is said to be based on', () => {
    expect(isFree('1.81.13', model('azure/of-our-own', NONE, 'azure/gpt-4o'))).toBe(false);
    expect(isFree('1.81.13', model('azure/of-our-own', NONE, 'nothing-known'))).toBe(true);
  });

  test('not where it is not known what it is', () => {
    expect(isFree('1.81.13', resource('model', 'm', {}))).toBe(false);
  });
});

test('a budget that is used up refuses a model of unknown price from 1.84.0 on, which an upgrade shows', () => {
  const key = resource('key', 'k', {
    models: ['*'],
    team: null,
    user: null,
    budget: { limit: '1', period: null },
  });
  const calls = [0, 1].map((seconds) => ({ seconds, model: 'm', dollars: 1 }));
  expect(litellmSays(calls, [UNKNOWN, key], '1.81.13')).toEqual(['allowed', 'allowed']);
  expect(litellmSays(calls, [UNKNOWN, key], '1.106.2')).toEqual(['allowed', 'key-budget']);
  const pair = { before: litellmRules('1.81.13'), after: litellmRules('1.106.2') };
  const { causes } = upgraded(madeLog(calls), [UNKNOWN, key], pair);
  expect(causes.map(({ difference: { code }, denied }) => [code, denied])).toEqual([['unknown-price', 1]]);
  expect(rulesBetween(pair.before, pair.after).find(({ code }) => code === 'unknown-price')?.text).toBe(
    'In 1.106.2 budgets are asked about every model of which the node itself does not say that it is free; in 1.81.13 a model whose price is unknown, or zero by the cost map alone, is free, so that no budget refuses it.',
  );
});

test('that a model costs something by a newer cost map is a cause of its own, and none of its provider', () => {
  // Free by the node's own price, as long as nobody knows a price of the deployment beside it.
  const held = [
    model('openai/of-our-own', ['0', '0']),
    model('openai/gpt-5.3-chat-latest', NONE),
    resource('key', 'k', { models: ['*'], team: null, user: null, budget: { limit: '1', period: null } }),
  ];
  const after = litellmRules('1.106.2');
  const pair = { before: { ...after, costMap: '1.81.13' }, after };
  const calls = [0, 1].map((seconds) => ({ seconds, model: 'm', dollars: 1 }));
  const { causes, comparison } = upgraded(madeLog(calls), held, pair);
  expect(comparison.denied).toBe(1);
  expect(causes.map(({ difference: { code }, denied }) => [code, denied])).toEqual([['free-models', 1]]);
  expect(rulesBetween(pair.before, pair.after).map(({ code }) => code)).toEqual(['providers', 'free-models']);
  expect(rulesBetween(after, after)).toEqual([]);
});

test('rules are told apart by what they are known from', () => {
  const basis = ['1.81.13', '1.84.0', '1.90.0', '1.103.0', '1.106.2', '1.110.2'].map(
    (release) => litellmRules(release).basis,
  );
  expect(basis).toEqual(['recorded', 'functions', 'functions', 'functions', 'recorded', 'functions']);
});
