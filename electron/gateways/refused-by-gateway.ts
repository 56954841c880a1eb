import type { LoggedRequest } from '../../shared/audit/logged-request.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';
import { isRefusedByGateway as isRefusedByDoubleword } from './doubleword/refused-by-gateway.ts';
import { isRefusedByGateway as isRefusedByLitellm } from './litellm/refused-by-gateway.ts';

/** What of a logged request tells who refused it. */
export type LoggedOutcome = Pick<LoggedRequest, 'ok' | 'errorClass' | 'errorCode' | 'servedModel'>;

/** Whether a gateway refused a request by its own rules, as its log tells it. */
export const REFUSED_BY: Readonly<Record<GatewayKind, (outcome: LoggedOutcome) => boolean>> = {
  litellm: isRefusedByLitellm,
  doubleword: isRefusedByDoubleword,
};
