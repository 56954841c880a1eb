import type { RuleKind, RuleValue } from './policy-rules.ts';

/**
 * What becomes of a rule on a gateway: it refuses as the policy says; it refuses by a rule of its own that comes near; or
 * it does not refuse, and only Gatehouse tells.
 */
export const ENFORCEMENTS = ['enforced', 'enforced-differently', 'alert-only'] as const;
export type Enforcement = (typeof ENFORCEMENTS)[number];

/** What a gateway makes of a rule. */
export interface Judgement {
  readonly enforcement: Enforcement;
  /** How, in words for a person. */
  readonly how: string;
  /** Gatehouse brings it there itself with a push; else somebody has to, in the gateway's own console. */
  readonly written: boolean;
}

/** What is known of one gateway, as far as its rules depend on it. */
export interface KnownGateway {
  /** Its release; null where it does not tell: the newest that is known is meant. */
  readonly version: string | null;
  /** Whether it has a licence; null where it does not tell, or where it needs none. */
  readonly licensed: boolean | null;
}

/** What one kind of gateway, in one release, makes of each kind of rule. */
export type GatewayRules = Readonly<
  Record<RuleKind, (value: RuleValue, version: string | null, licensed: boolean | null) => Judgement>
>;

/** The gateway refuses as the policy says, and a push brings the rule there. */
export function enforced(how: string): Judgement {
  return { enforcement: 'enforced', how, written: true };
}

/** It refuses by a rule of its own that comes near, which a push brings there. */
export function differently(how: string): Judgement {
  return { enforcement: 'enforced-differently', how, written: true };
}

/**
 * It could refuse by a rule of its own, which this release of Gatehouse does not write.
 *
 * @param how by which rule, and what to do there
 */
export function byHand(how: string): Judgement {
  return { enforcement: 'enforced-differently', how: `Not written by Gatehouse. ${how}`, written: false };
}

/** Nothing is refused there. */
export function alertOnly(how: string): Judgement {
  return { enforcement: 'alert-only', how, written: false };
}
