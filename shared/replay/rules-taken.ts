/**
 * What a release's rules are known from: answers of the gateway of that release that were recorded; answers of its check
 * functions about lists of models and budgets, and for the rest its source code; or its source code alone.
 */
export type RulesBasis = 'recorded' | 'functions' | 'source';

/** Whose rules were taken for a version. */
export interface RulesTaken {
  readonly release: string;
  /** They are the version's own; else those of the nearest release that is known. */
  readonly exact: boolean;
  readonly basis: RulesBasis;
}

/** What to say of rules that were chosen. */
export function rulesTaken({
  rules: { release, basis },
  exact,
}: {
  readonly rules: { readonly release: string; readonly basis: RulesBasis };
  readonly exact: boolean;
}): RulesTaken {
  return { release, exact, basis };
}

const WORDS: Readonly<Record<RulesBasis, ((release: string) => string) | null>> = {
  recorded: null,
  functions: (release) =>
    `The rules of ${release} for lists of models and for budgets are confirmed by its own check functions; its limits, and when its budgets start anew, were read in its source code.`,
  source: (release) =>
    `The rules of ${release} were read in its source code; no recorded answers of it confirm them.`,
};

/** What stands beside a verdict of rules that recorded answers do not all confirm, as a sentence; else null. */
export function basisWords({ release, basis }: RulesTaken): string | null {
  return WORDS[basis]?.(release) ?? null;
}

const HINTS: Readonly<Record<RulesBasis, string | null>> = {
  recorded: null,
  functions: 'confirmed in part',
  source: 'from its source only',
};

/** The same in a few words; null where recorded answers confirm all. */
export function basisHint(basis: RulesBasis): string | null {
  return HINTS[basis];
}
