import type { Rule } from './replay-state.ts';

/** What refused a request, in a few words for tables. */
const WORDS: Readonly<Record<Rule, string>> = {
  allowed: 'allowed',
  'not-evaluable': 'not evaluable',
  'key-blocked': 'key blocked',
  'key-models': "not among the key's models",
  'key-budget': "key's budget used up",
  'team-blocked': 'team blocked',
  'team-models': "not among the team's models",
  'team-budget': "team's budget used up",
  'user-no-models': 'user may call no model',
  'user-models': "not among the user's models",
  'user-budget': "user's budget used up",
  'unknown-model': 'model not known',
  'key-requests': "key's requests a minute",
  'key-tokens': "key's tokens a minute",
  'key-parallel': "key's parallel requests",
  'user-requests': "user's requests a minute",
  'user-tokens': "user's tokens a minute",
  'team-requests': "team's requests a minute",
  'team-tokens': "team's tokens a minute",
  'key-model-requests': "key's requests a minute for this model",
  'key-model-tokens': "key's tokens a minute for this model",
  'team-model-requests': "team's requests a minute for this model",
  'team-model-tokens': "team's tokens a minute for this model",
};
export const RULE_WORDS: Readonly<Record<string, string | undefined>> = WORDS;
