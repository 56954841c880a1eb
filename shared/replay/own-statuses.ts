import type { GatewayKind } from '../fleet/node.ts';

/**
 * HTTP statuses of what a gateway refuses by its own rules. Of LiteLLM, what the proxy's own errors have (1.81.13 and
 * 1.106.2); a provider's error may have the same. Of Doubleword no credit or a reached cap; no access, a traffic rule or an
 * unknown key; an unknown model; a rate or what may run at once (dwctl 8.94.2 and 10.13.1).
 */
const OWN_STATUSES: Readonly<Record<GatewayKind, ReadonlySet<string>>> = {
  litellm: new Set(['400', '401', '403', '422', '429']),
  doubleword: new Set(['402', '403', '404', '429']),
};

/** True for a status that a gateway's own rules answer with. @param status as its log spells it */
export function isOwnStatus(gateway: GatewayKind, status: string): boolean {
  return OWN_STATUSES[gateway].has(status);
}
