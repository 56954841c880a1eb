import type { Resource } from '../../shared/fleet/snapshot.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import type { WriteWatch } from './maybe-written.ts';

/** Takes what is known of something new as soon as it is. */
export interface MakingWatch extends Pick<WriteWatch, 'made'> {
  /** The secret that the gateway made with it. */
  readonly secret?: (secret: string) => void;
  /** Takes what was done besides what is made, as a sentence, once it is done. */
  readonly notice?: (message: string) => void;
}

/**
 * How one kind of resource is written and read again. The session's writes are watched: an error tells by itself
 * whether something may have been written. No answer to a write is believed; whoever pushes reads again.
 */
export interface GatewayWriter<Session> {
  /** Makes it and resolves with its id; calls `watch.made` as soon as the id is known. */
  create(session: Session, operation: Operation, watch: MakingWatch): Promise<string>;
  /** Changes it and resolves with its id, which is another one where the gateway makes a new version. */
  update(session: Session, operation: Operation, id: string): Promise<string>;
  remove(session: Session, operation: Operation, id: string): Promise<void>;
  /** Null when the node does not hold it. */
  read(session: Session, id: string): Promise<Resource | null>;
}
