import type { Interval } from '../../../shared/audit/months.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { NodeStore } from '../store/node-store.ts';
import { createDatabaseFile, FileTooLargeError } from './database-file.ts';
import type { Needs } from './needs.ts';
import { countedRows, createRequestRows } from './request-rows.ts';
import { createUsageRows } from './usage-rows.ts';

/** How many requests are looked at by one statement. */
export const MOST_REQUESTS = 5_000_000;
/** The largest database that is made for a statement, bytes; this much memory is taken while one is kept, and twice as much while it is made. */
export const MOST_BYTES = 1_000_000_000;

/** What may be set for tests. */
export interface FillLimits {
  readonly requests: number;
  readonly bytes: number;
}

const NO_NEEDS: Needs = { kept: new Set(), columns: new Set(), small: new Set() };

/** A database of the kept tables without rows, as a file. */
export function emptyDatabase(): Uint8Array {
  const file = createDatabaseFile(10_000_000);
  createRequestRows(file, NO_NEEDS);
  createUsageRows(file, { fromMs: 0, untilMs: 0 }).finish();
  return file.finish();
}

/**
 * A database of what is needed of the archive, as a file. Segments that cannot be read are passed over; their store
 * tells. Rejects with `query_too_large` when more requests lie in the span than can be looked at.
 */
export async function fillDatabase(
  stores: readonly NodeStore[],
  span: Interval,
  needs: Needs,
  limits: FillLimits = { requests: MOST_REQUESTS, bytes: MOST_BYTES },
): Promise<Uint8Array> {
  const readsRequests =
    needs.kept.has('_requests') || needs.kept.has('_profiles') || needs.kept.has('_texts');
  const readsUsage = needs.kept.has('_usage') || needs.kept.has('_usage_groups');
  let count = 0;
  try {
    const file = createDatabaseFile(limits.bytes);
    const requests = createRequestRows(file, needs);
    const usage = createUsageRows(file, span);
    for (const store of stores) {
      const masks = await store.masks();
      for (const segment of await store.segments()) {
        if (segment.lastMs < span.fromMs || segment.firstMs >= span.untilMs) continue;
        store.use(segment, (reader) => {
          if (readsUsage) usage.add(store.node, reader);
          if (!readsRequests || segment.rows === 0) return;
          const picked = countedRows(reader, masks.get(segment.name), span);
          count += picked.length;
          if (count > limits.requests)
            throw tooLarge(`more than ${limits.requests.toLocaleString('en')} requests`);
          requests.add(store.node, reader, picked);
        });
      }
    }
    usage.finish();
    return file.finish();
  } catch (error) {
    if (error instanceof FileTooLargeError)
      throw tooLarge(`more than ${Math.round(limits.bytes / 1e6)} MB of requests`);
    throw error;
  }
}

function tooLarge(what: string): ProblemError {
  return new ProblemError({
    code: 'query_too_large',
    message: `The statement would look at ${what}, which is more than one question can be asked of.`,
    next: 'Ask of a shorter span (--since and --until, or the span above the console), or ask the table usage, which has sums by hour.',
  });
}
