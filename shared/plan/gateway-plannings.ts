import type { GatewayKind } from '../fleet/node.ts';
import { DOUBLEWORD_PLANNING } from './doubleword/planning.ts';
import type { GatewayPlanning } from './gateway-planning.ts';
import { LITELLM_PLANNING } from './litellm-planning.ts';

/** What planning has to know of each kind of gateway. */
export const GATEWAY_PLANNINGS: Readonly<Record<GatewayKind, GatewayPlanning>> = {
  litellm: LITELLM_PLANNING,
  doubleword: DOUBLEWORD_PLANNING,
};
