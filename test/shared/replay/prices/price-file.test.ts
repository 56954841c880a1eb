import { describe, expect, test } from 'vitest';

import { readPriceFile } from '../../../../shared/replay/prices/price-file.ts';
import { ProblemError } from '../../../../shared/result.ts';

const GPT = { litellm_provider: 'openai', input_cost_per_token: 2.5e-6, output_cost_per_token: '0.00001' };

/** What is said of a file that is none. */
function faultOf(text: string): { readonly message: string; readonly where: string | undefined } {
  try {
    readPriceFile(text, 'prices.json');
  } catch (error) {
    if (error instanceof ProblemError) {
      expect(error.problem).toMatchObject({
        code: 'not_prices',
        next: expect.stringMatching(/^Give a JSON/) as string,
      });
      return { message: error.problem.message, where: error.problem.where };
    }
  }
  throw new Error('It was taken.');
}

describe('a file of prices', () => {
  test.each([
    [
      'as LiteLLM writes it',
      (models: object) => ({ sample_spec: { input_cost_per_token: 'text' }, ...models }),
    ],
    ['under a key', (models: object) => ({ currency: 'USD', models })],
  ])('is read, %s', (_, file) => {
    const models = {
      'gpt-4o': { ...GPT, cache_read_input_token_cost: 1.25e-6 },
      'own/model': { input_cost_per_token: 0, output_cost_per_token: 1e-9 },
      drawn: { litellm_provider: 'openai', input_cost_per_image: 0.04 },
    };
    const table = readPriceFile(JSON.stringify(file(models)), 'prices.json');
    expect(table.priceOf('openai/gpt-4o', 'openai')).toEqual({
      input: 2500,
      output: 10_000,
      cacheRead: 1250,
    });
    expect(table.priceOf('gpt-4o', 'azure')).toBeNull();
    expect(table.priceOf('own/model', 'anybody')).toEqual({ input: 0, output: 1, cacheRead: 0 });
    expect(table.priceOf('drawn', 'openai')).toBeNull();
    expect(table.release).toBe('prices.json');
  });

  test('costs for cached tokens what it does for others where it says nothing else', () => {
    const table = readPriceFile(JSON.stringify({ m: GPT }), 'prices.json');
    expect(table.priceOf('m', '')).toMatchObject({ cacheRead: 2500 });
  });

  test.each([
    ['{', /^prices\.json is no table of prices: it is no JSON \(/],
    ['[]', /it is no JSON object\.$/],
    ['{}', /no model in it has a price for tokens\.$/],
    ['{"m": {"input_cost_per_image": 1}}', /no model in it has a price for tokens\.$/],
    ['{"currency": "EUR", "models": {}}', /its prices are in EUR, and costs are in USD\.$/],
  ])('that is none is named: %s', (text, message) => {
    expect(faultOf(text)).toEqual({
      message: expect.stringMatching(message) as string,
      where: 'prices.json',
    });
  });

  test.each([
    ['-1e-06', /line 4: output_cost_per_token of "b\.\*" is -0\.000001, below zero\.$/],
    ['"NaN"', /line 4: output_cost_per_token of "b\.\*" is "NaN", which is no number\.$/],
    ['"a lot"', /is "a lot", which is no number\.$/],
    ['1e999', /is Infinity, which is no number\.$/],
    ['true', /is true, which is no number\.$/],
    ['""', /is "", which is no number\.$/],
    ['2.5', /is 2\.5: write the price of one token in dollars, such as 2\.5e-06\.$/],
    ['1e-16', /is 1e-16, finer than what a price is kept in \(1e-15\)\.$/],
  ])('with %s for a price is named with its line', (price, message) => {
    const text = `{\n  "a": { "input_cost_per_token": 1e-06 },\n  "b.*": { "input_cost_per_token": 1e-06,\n    "output_cost_per_token": ${price} }\n}`;
    expect(faultOf(text)).toEqual({
      message: expect.stringMatching(message) as string,
      where: 'prices.json:4',
    });
  });

  test('with what is no model is named with its line', () => {
    expect(faultOf('{\n "a": 3\n}').message).toMatch(/line 2: what "a" holds is no JSON object\.$/);
    expect(faultOf('{"a": {"input_cost_per_token": 0,\n"litellm_provider": 3}}').message).toMatch(
      /line 2: litellm_provider of "a" is no text\.$/,
    );
  });
});
