import type { ModelBudgetHolder, ReleaseRules } from './release-rules.ts';
import type { AppliedDifference } from './rule-difference.ts';

type ModelBudgetRules = ReleaseRules['modelBudgets'];

/** In what two releases differ about budgets for single models. */
export function modelBudgetsBetween(
  { release: old, modelBudgets: before }: ReleaseRules,
  { release: young, modelBudgets: after }: ReleaseRules,
): readonly AppliedDifference[] {
  const found: AppliedDifference[] = [];
  const add = (
    part: string,
    text: string,
    take: (from: ModelBudgetRules) => Partial<ModelBudgetRules>,
  ): void => {
    found.push({
      code: `model-budgets.${part}`,
      text,
      changesVerdicts: true,
      apply: (onto, from) => ({
        ...onto,
        modelBudgets: { ...onto.modelBudgets, ...take(from.modelBudgets) },
      }),
    });
  };
  if (holdersOf(before).join() !== holdersOf(after).join())
    add(
      'holders',
      `Budgets for single models refuse requests of ${holderWords(after)} in ${young}, of ${holderWords(before)} in ${old}.`,
      ({ first, last }) => ({ first, last }),
    );
  if (before.bound !== after.bound || before.countsZero !== after.countsZero)
    add(
      'bound',
      `A budget for a single model refuses ${boundWords(after)} in ${young}, ${boundWords(before)} in ${old}.`,
      ({ bound, countsZero }) => ({ bound, countsZero }),
    );
  if (before.names !== after.names)
    add(
      'names',
      `A budget for a single model may be named after ${NAME_WORDS[after.names]} in ${young}, after ${NAME_WORDS[before.names]} in ${old}.`,
      ({ names }) => ({ names }),
    );
  if (before.spendBy !== after.spendBy || before.sharesBegin !== after.sharesBegin)
    add(
      'spend',
      `In ${young} what is spent of a budget for a single model is counted ${SPEND_WORDS[after.spendBy]}; in ${old} it is counted ${SPEND_WORDS[before.spendBy]}.`,
      ({ spendBy, sharesBegin }) => ({ spendBy, sharesBegin }),
    );
  return found;
}

function holdersOf({ first, last }: ModelBudgetRules): readonly ModelBudgetHolder[] {
  return [...first, ...last];
}

function holderWords(rules: ModelBudgetRules): string {
  const words = holdersOf(rules).map((holder) => `${holder}s`);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function boundWords({ bound, countsZero }: ModelBudgetRules): string {
  const when = bound === 'reached' ? 'as soon as it is reached' : 'once it is passed';
  return `${when}, and one of zero ${countsZero ? 'refuses all' : 'is none'}`;
}

const NAME_WORDS: Readonly<Record<ModelBudgetRules['names'], string>> = {
  plain: 'a model with or without its provider',
  bedrock: 'a model with or without its provider, of Bedrock also without region or vendor',
  patterns: 'a model, an access group or a pattern',
};

const SPEND_WORDS: Readonly<Record<ModelBudgetRules['spendBy'], string>> = {
  served:
    'under the name of the deployment that served (openai/gpt-4o), so that only requests by that name are refused',
  asked: 'under each name that is asked for, in windows that begin with the first of its holder',
  budget: 'for all that it governs together, in a window of its own',
};
