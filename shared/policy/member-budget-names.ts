import type { Finding } from '../config/finding.ts';
import type { YamlText } from '../config/yaml-text.ts';
import type { Policy } from './policy.ts';

/** Who is given a budget in a team whose members the policy names, and is none of them: it would be written nowhere. */
export function strangersWithBudgets(policy: Policy, place: YamlText['place']): readonly Finding[] {
  return [...policy.teams].flatMap(([team, { members, memberBudgets = {} }]) => {
    if (members === undefined) return [];
    const named = new Set(Object.keys(members).map((name) => name.toLowerCase()));
    return Object.keys(memberBudgets)
      .filter((name) => !named.has(name.toLowerCase()))
      .map((name): Finding => ({
        rule: 'policy-member-budget',
        severity: 'warning',
        message: `"${name}" has a budget in the team "${team}", and is none of the members that are named there.`,
        fix: `Put "${name}" under "members" too, spelled alike, or take the budget out.`,
        ...place(['teams', team, 'memberBudgets', name], 'key'),
      }));
  });
}
