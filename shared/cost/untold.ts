import { GATEWAY_FACTS } from '../fleet/gateway-facts.ts';
import type { GatewayKind } from '../fleet/node.ts';

/**
 * What a node's log cannot say, and figures that are asked for would need: which key asked, whose a failed request was, or what
 * a request cost that has no charge (yet).
 */
export type Untold = 'key' | 'failures' | 'charge';

/** What one node's log does not say of a report's figures. */
export interface UntoldCosts {
  readonly node: string;
  readonly what: Untold;
}

/**
 * What the log of a kind of gateway does not say of figures that are split by, or are only those of, these dimensions.
 * `charge` is heeded only where requests without a price are among them.
 * @param dimensions such as `user`.
 */
export function untoldBy(gateway: GatewayKind, dimensions: ReadonlySet<string>): readonly Untold[] {
  const { logNames, logNamesFailures, hasCredit } = GATEWAY_FACTS[gateway];
  const ofCallers = dimensions.has('user') || dimensions.has('team');
  return [
    ...(dimensions.has('key') && logNames !== 'key' ? (['key'] as const) : []),
    ...(ofCallers && !logNamesFailures ? (['failures'] as const) : []),
    ...(hasCredit ? (['charge'] as const) : []),
  ];
}

/** A sentence about it, for people, to stand beside the figures. */
export function untoldText({ node, what }: UntoldCosts): string {
  switch (what) {
    case 'key':
      return `The log of ${node} does not say which key asked: all of its requests are under no key.`;
    case 'failures':
      return `The log of ${node} does not say whose a failed request was: how many of a user or team failed there is not known, and all failed ones are under none.`;
    case 'charge':
      return `What a request of ${node} cost is known by its charge, which comes after it: import ${node} again, and those of the last minutes have theirs, or are known not to be charged, as calls of probes are not. Of files that were exported without some charges only the log of ${node} itself can tell.`;
  }
}
