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
};
export const RULE_WORDS: Readonly<Record<string, string | undefined>> = WORDS;
