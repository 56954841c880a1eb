import type { Problem } from '../../../shared/result.ts';
import type { NodeStore } from '../store/node-store.ts';
import { lostWords } from './coverage.ts';

/** The code of a segment that was damaged and set aside. */
export const SEGMENT_DAMAGED = 'segment_damaged';

const CODES = { damaged: SEGMENT_DAMAGED, missing: 'segment_missing', newer: 'segment_too_new' } as const;

/** What of the archive cannot be read, with what to do. */
export async function problemsOf(stores: readonly NodeStore[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const store of stores) {
    for (const lost of await store.lost()) {
      const from = new Date(lost.segment.firstMs).toISOString();
      const until = new Date(lost.segment.lastMs).toISOString();
      problems.push({
        code: CODES[lost.state],
        ...(lost.segment.rows === 0
          ? {
              message: `Some requests of ${store.node} between ${from} and ${until} came twice, and now count twice. ${lostWords(lost)}`,
              next: 'Run gatehouse verify --repair to find out again which.',
            }
          : {
              message: `${lost.segment.rows} requests of ${store.node} between ${from} and ${until} cannot be read. ${lostWords(lost)}`,
              next: 'What is shown is without them. Run gatehouse verify --repair to import them again from their files.',
            }),
        where: `archive/${store.node}/${lost.segment.name}`,
      });
    }
    for (const damage of (await store.state()).damage) {
      problems.push({
        code: 'archive_log_damaged',
        message: `The archive of ${store.node}: ${damage}. What is in its folder counts; what that line covered is not known.`,
        next: 'Put commits.jsonl back from a copy, or run gatehouse verify --repair and import that time again.',
        where: `archive/${store.node}/commits.jsonl`,
      });
    }
  }
  return problems;
}
