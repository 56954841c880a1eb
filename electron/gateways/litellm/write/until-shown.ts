import { setTimeout as pause } from 'node:timers/promises';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { comparedPart } from '../../../../shared/plan/comparable.ts';
import { fieldChanges, narrow } from '../../../../shared/plan/field-changes.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { withoutSecrets } from '../../../../shared/plan/secret-references.ts';

/** How often, and for how long at most, something that was written is looked at; milliseconds. */
const LOOK_MS = 500;
const PATIENCE_MS = 40_000;

/**
 * Resolves when the gateway shows what an operation wanted, or cannot be read, or was given time enough: whoever reads
 * again then decides. 1.81.13 answers credentials and stored settings from memory, which it brings up to date from
 * its database every 30 seconds only (seen with it; 1.106.2 shows them at once). Rejects when the work is cancelled.
 */
export async function untilShown(
  operation: Operation,
  signal: AbortSignal,
  read: () => Promise<Resource | null>,
): Promise<void> {
  const { id: _id, values: _values, ...wanted } = withoutSecrets(operation.wanted ?? {});
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    const held = await read().catch(() => null);
    if (held === null) return;
    if (fieldChanges(operation.kind, narrow(comparedPart(held), wanted), wanted).length === 0) return;
    await pause(LOOK_MS, undefined, { signal });
  }
}
