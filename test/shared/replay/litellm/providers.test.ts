import { describe, expect, test } from 'vitest';

import { providerChanges, providersOf } from '../../../../shared/replay/litellm/providers.ts';

describe('a bare model name', () => {
  // As `get_llm_provider` of the release answers, which is not always what its cost map lists.
  test.each([
    ['gpt-4o', 'openai'],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 'bedrock'],
    ['gemini-2.5-pro', 'vertex_ai'],
    ['jamba-1.5', 'ai21_chat'],
    ['ft:gpt-4o-mini:acme', 'openai'],
    ['deepseek-chat', null],
    ['no-such-model', null],
    // Says its own.
    ['openai/gpt-4o', null],
  ])('%s stands for a model of %s', (model, provider) => {
    expect(providersOf('1.106.2')(model)).toBe(provider);
  });

  test('of a release that is not known is of none', () => {
    expect(providersOf('1.0.0')('gpt-4o')).toBeNull();
  });
});

test('changes between releases are those of retired and of new models', () => {
  const changes = new Map(
    providerChanges('1.81.13', '1.106.2').map(({ model, before, after }) => [model, [before, after]]),
  );
  expect(changes.get('claude-3-5-sonnet-20240620')).toEqual(['anthropic', null]);
  expect(changes.has('gpt-4o')).toBe(false);
  for (const [before, after] of changes.values()) expect(before).not.toBe(after);
});
