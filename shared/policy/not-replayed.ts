import { many } from '../replay/many.ts';
import type { RuleKind } from './policy-rules.ts';
import { rulesOfPolicy } from './policy-rules.ts';
import { projectPolicy, type ProjectionNode } from './projection.ts';
import type { Policy } from './policy.ts';

/** A longer list is no note any more. */
const MOST_NAMED = 5;

/** Rules that refuse no request on any gateway, so that a replay lacks nothing without them. */
const REFUSES_NOTHING: ReadonlySet<RuleKind> = new Set<RuleKind>([
  'alerts',
  'roles',
  'exception',
  'user.role',
  'team.members',
  'team.memberRole',
  'team.soft',
  'user.soft',
  'key.soft',
  'model.soft',
]);

/**
 * What of a policy a node does not enforce, or by another clock, so that a replay of its requests does so too: sentences.
 * Pure.
 *
 * @param instants ISO 8601 UTC: all rules count that hold at one of them
 * @param zone by whose clock the node starts its budgets anew, an IANA name
 */
export function notReplayed(
  policy: Policy,
  node: ProjectionNode,
  instants: readonly string[],
  zone: string,
): readonly string[] {
  const alertOnly = new Set<string>();
  const otherZones = new Set<string>();
  for (const at of instants) {
    const projected = projectPolicy(policy, node, at);
    for (const [index, { kind, value }] of rulesOfPolicy(policy, node.environment, at).entries()) {
      const { path = [], says = '', enforcement } = projected[index] ?? {};
      if (REFUSES_NOTHING.has(kind)) continue;
      if (enforcement === 'alert-only') alertOnly.add(`${path.join(' › ')} (${says})`);
      // Those for single models begin with what is spent, by no clock.
      else if (
        !kind.endsWith('.modelBudget') &&
        (value.budget?.period ?? null) !== null &&
        value.timeZone !== zone
      )
        otherZones.add(value.timeZone);
    }
  }
  return [
    ...(alertOnly.size === 0
      ? []
      : [
          `${many(alertOnly.size, 'rule')} of the policy ${alertOnly.size === 1 ? 'is' : 'are'} alert only here, as the gateway has nothing that refuses by ${alertOnly.size === 1 ? 'it' : 'them'}: ${named(alertOnly)}. Nothing is denied by ${alertOnly.size === 1 ? 'it' : 'them'}, here as there.`,
        ]),
    ...(otherZones.size === 0
      ? []
      : [
          `Budgets of the policy end by the clock of ${[...otherZones].sort().join(', ')}; this node ends them at midnight of ${zone}, and so does this replay.`,
        ]),
  ];
}

function named(rules: ReadonlySet<string>): string {
  const more = rules.size - MOST_NAMED;
  return [...rules]
    .slice(0, MOST_NAMED)
    .join(', ')
    .concat(more > 0 ? ` and ${more} more` : '');
}
