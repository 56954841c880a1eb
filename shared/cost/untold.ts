import { GATEWAY_FACTS } from '../fleet/gateway-facts.ts';
import type { GatewayKind } from '../fleet/node.ts';

/** What a node's log cannot say, and figures that are asked for would need: which key asked, or whose a failed request was. */
export type Untold = 'key' | 'failures';

/** What one node's log does not say of a report's figures. */
export interface UntoldCosts {
  readonly node: string;
  readonly what: Untold;
}

/**
 * What the log of a kind of gateway does not say of figures that are split by, or are only those of, these dimensions.
 * @param dimensions such as `user`.
 */
export function untoldBy(gateway: GatewayKind, dimensions: ReadonlySet<string>): readonly Untold[] {
  const { logNames, logNamesFailures } = GATEWAY_FACTS[gateway];
  const ofCallers = dimensions.has('user') || dimensions.has('team');
  return [
    ...(dimensions.has('key') && logNames !== 'key' ? (['key'] as const) : []),
    ...(ofCallers && !logNamesFailures ? (['failures'] as const) : []),
  ];
}

/** A sentence about it, for people, to stand beside the figures. */
export function untoldText({ node, what }: UntoldCosts): string {
  return what === 'key'
    ? `The log of ${node} does not say which key asked: all of its requests are under no key.`
    : `The log of ${node} does not say whose a failed request was: how many of a user or team failed there is not known, and all failed ones are under none.`;
}
