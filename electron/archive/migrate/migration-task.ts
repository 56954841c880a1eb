import type { TaskState } from '../../../shared/contract/answers.ts';
import type { MigrationState } from './migrations.ts';

/**
 * Taking over what an earlier version left, as running work: no call asks for it, whatever is asked first waits for it. It
 * cannot be cancelled; closing the workspace stops it, and the next start goes on.
 */
export function migrationTask({ node, state, month, done, total }: MigrationState): TaskState {
  return {
    task: `archive.migrate ${node}`,
    call: 'archive.migrate',
    label: `Taking over the archive of ${node} from an earlier version`,
    state,
    done,
    total,
    unit: 'rows',
    detail: month,
  };
}
