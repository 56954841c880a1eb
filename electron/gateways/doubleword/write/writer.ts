import type { GatewayWriter } from '../../writer.ts';
import type { Session } from '../session.ts';

/** How one kind of resource of Doubleword is written and read again. */
export type Writer = GatewayWriter<Session>;
