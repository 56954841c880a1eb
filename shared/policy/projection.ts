import type { GatewayKind } from '../fleet/node.ts';
import type { KnownGateway, GatewayRules, Judgement } from './enforcement.ts';
import { DOUBLEWORD_RULES } from './projection-doubleword.ts';
import { LITELLM_RULES } from './projection-litellm.ts';
import { rulesOfPolicy, type RuleKind } from './policy-rules.ts';
import type { Policy } from './policy.ts';

/** A rule of the policy, and what becomes of it on a node. */
export interface ProjectedRule extends Judgement {
  readonly kind: RuleKind;
  /** Where it stands in the file: `['teams', 'payments', 'budget']`. */
  readonly path: readonly string[];
  /** Whom it is for: `payments`; empty for what is for all. */
  readonly name: string;
  /** What it says: `300 USD a month`. */
  readonly says: string;
}

/** The node that a policy is projected onto. */
export interface ProjectionNode extends KnownGateway {
  readonly kind: GatewayKind;
  readonly environment: string;
}

const RULES: Readonly<Record<GatewayKind, GatewayRules>> = {
  litellm: LITELLM_RULES,
  doubleword: DOUBLEWORD_RULES,
};

/**
 * A policy's rules on a node, one by one, in the order of the file's sections: which are enforced there, and how. Rules of
 * teams for other environments are left out. Pure.
 * @param at the instant whose exceptions count, ISO 8601 UTC
 */
export function projectPolicy(policy: Policy, node: ProjectionNode, at: string): readonly ProjectedRule[] {
  const rules = RULES[node.kind];
  return rulesOfPolicy(policy, node.environment, at).map(({ value, ...rule }) => ({
    ...rule,
    ...rules[rule.kind](value, node.version, node.licensed),
  }));
}
