import type { Resource, ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { Session } from './session.ts';
import { writerOf } from './write/writers.ts';

/** Reads one resource again; null when the node does not hold it. Rejects with `not_supported` for reported kinds. */
export function reread(session: Session, kind: ResourceKind, id: string): Promise<Resource | null> {
  return writerOf(kind, session.node).read(session, id);
}
