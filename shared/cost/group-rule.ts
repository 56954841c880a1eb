/**
 * How what a Doubleword user or organisation paid is given to groups, which its API does not say (dwctl 10.13.1).
 *
 * - `only-group`: to the only group that it was in at the import; in several, to none. So it is where no rule is named.
 * - `primary`: to the first named group that it is in, else to its only one; else to none.
 * - `even`: in equal parts to all of its groups.
 * - `model-access`: in equal parts to those of its groups that may use the model; to Everyone where all may.
 */
export const GROUP_RULES = ['only-group', 'primary', 'even', 'model-access'] as const;
export type GroupRuleName = (typeof GROUP_RULES)[number];

/** The rule that a workspace names. */
export interface GroupRule {
  readonly name: GroupRuleName;
  /** Names of groups, the first that counts before the next; only for `primary`. */
  readonly primary: readonly string[];
}

/** The rule of a workspace that names none. */
export const NO_GROUP_RULE: GroupRule = { name: 'only-group', primary: [] };

/** By which rule a node's figures of teams were made: it is shown wherever they are. */
export interface GroupAllocation {
  readonly node: string;
  readonly rule: GroupRule;
  /** When the groups were read that the rule went by, as ISO time; null where the import’s own were taken. */
  readonly groupsAt: string | null;
  /** Why the rule that the workspace names does not hold there, or not of all, as sentences; left out where it does. */
  readonly lack?: string;
}

/** A sentence about an allocation, for people. */
export function allocationText({ node, rule, groupsAt, lack }: GroupAllocation): string {
  const by = groupsAt === null ? 'as they were at the import' : `as they were on ${groupsAt.slice(0, 10)}`;
  return `Groups of ${node}: ${WORDS[rule.name](rule)} What nobody was charged for is under no team. Groups ${by}.${lack === undefined ? '' : ` ${lack}`}`;
}

const WORDS: Readonly<Record<GroupRuleName, (rule: GroupRule) => string>> = {
  'only-group': () =>
    'what somebody paid counts for their only group, and for no team where they are in several or in none (rule only-group).',
  primary: ({ primary }) =>
    `what somebody paid counts for the first of ${primary.join(', ')} that they are in, else for their only group, and for no team where they are in several others (rule primary). Whoever is in no group counts under Everyone.`,
  even: () =>
    'what somebody paid is split evenly among their groups, to the last digit (rule even). Whoever is in no group counts under Everyone.',
  'model-access': () =>
    'what somebody paid is split evenly among those of their groups that may use the model, to the last digit (rule model-access). What everyone may use, and none of their groups, is under Everyone.',
};
