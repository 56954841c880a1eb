import { ProblemError } from '../result.ts';
import { readCaseDocument } from './case-file.ts';
import { explainWith, readExplained } from './explain-file.ts';
import { attributeChanges, providerWords } from './litellm/attribute-changes.ts';
import { namedRulesOf } from './litellm/release-rules.ts';
import { rulesBetween, verdictDifferences } from './litellm/rules-between.ts';
import type { RuleDifference } from './litellm/rule-difference.ts';
import { rulesTaken } from './rules-taken.ts';
import type { RulesTaken } from './rules-taken.ts';
import { atOnce } from './steps.ts';
import type { ExplainedVerdict } from './explained-file.ts';

/** A request of a file that another release answers otherwise. */
export interface UpgradedRequest {
  /** Its number in the file, from 0. */
  readonly request: number;
  readonly model: string;
  readonly before: ExplainedVerdict;
  readonly after: ExplainedVerdict;
  /** Why; the text names the model where its provider is another. */
  readonly difference: Pick<RuleDifference, 'code' | 'text'>;
}

/** What another release says to the requests of a file. */
export interface UpgradedFile {
  readonly before: RulesTaken;
  readonly after: RulesTaken;
  readonly requests: number;
  readonly differences: readonly RuleDifference[];
  /** Let through by one and refused by the other. */
  readonly changed: readonly UpgradedRequest[];
  /** How many are refused by both with another status, type or rule. */
  readonly answeredOtherwise: number;
}

/**
 * Explains a file of cases or of a sequence under the rules of another version. Throws a ProblemError for what is no such
 * file, for one of another gateway, and for versions that are none.
 */
export function upgradeFile(text: string, where: string, version: string): UpgradedFile {
  if (readCaseDocument(text, where)['gateway'] === 'doubleword')
    throw new ProblemError({
      code: 'no_releases',
      message: `${where} is of Doubleword, and other releases are known of LiteLLM only.`,
      next: 'Explain it without another version.',
      where,
    });
  const { file, rules: own, exact } = readExplained(text, where);
  const chosen = namedRulesOf(version);
  const rules = { before: own, after: chosen.rules };
  const before = explainWith(file, rules.before).verdicts;
  const after = explainWith(file, rules.after).verdicts;
  const places = before.flatMap(({ allowed }, place) => (after[place]?.allowed === allowed ? [] : [place]));
  const reasons = atOnce(
    attributeChanges(
      places,
      (place) => before[place]?.allowed === true,
      (these) => {
        const { verdicts } = explainWith(file, these);
        return (place) => verdicts[place]?.allowed === true;
      },
      { ...rules, differences: verdictDifferences(rules.before, rules.after) },
    ),
  );
  const asked = 'cases' in file ? file.cases.cases : file.sequence.requests;
  const otherwise = before.filter((was, place) => {
    const is = after[place];
    if (was.allowed || is === undefined || is.allowed) return false;
    return was.type !== is.type || was.by !== is.by || was.status !== is.status;
  });
  return {
    before: rulesTaken({ rules: own, exact }),
    after: rulesTaken(chosen),
    requests: before.length,
    differences: rulesBetween(rules.before, rules.after),
    changed: places.flatMap((place, index) => {
      const [was, is, reason] = [before[place], after[place], reasons[index]];
      if (was === undefined || is === undefined || reason === undefined) return [];
      const model = asked[place]?.model ?? '';
      const words = reason.code === 'providers' ? providerWords([model], rules) : '';
      const difference = { code: reason.code, text: words === '' ? reason.text : words };
      return [{ request: place, model, before: was, after: is, difference }];
    }),
    answeredOtherwise: otherwise.length,
  };
}
