import type { Resource } from '../../fleet/snapshot.ts';
import type { Holder } from './decide.ts';

/** Who calls; undefined for whom the node does not know. */
export type Callers = Readonly<Record<Holder, Resource | undefined>>;
