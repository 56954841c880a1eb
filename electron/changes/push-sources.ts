import type { Clock, SecretStore } from '../core/ports.ts';
import type { NodeAccess } from '../workspace/node-access.ts';
import type { Snapshots } from '../workspace/snapshots.ts';
import type { JournalDisk } from './journal.ts';

/** What a push works with. */
export interface PushSources {
  readonly workspace: string;
  readonly clock: Clock;
  readonly access: NodeAccess;
  readonly snapshots: Snapshots;
  readonly secrets: Pick<SecretStore, 'named' | 'made'>;
  /** What tests put in the place of the journal's disk. */
  readonly disk?: JournalDisk;
}
