/** What a release's rules are known from: answers of that release that were recorded, or its source code alone. */
export type RulesBasis = 'recorded' | 'source';

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

/** What stands beside a verdict of rules that nothing confirms, as a sentence; null where recorded answers do. */
export function basisWords({ release, basis }: RulesTaken): string | null {
  if (basis === 'recorded') return null;
  return `The rules of ${release} were read in its source code; no recorded answers of it confirm them.`;
}
