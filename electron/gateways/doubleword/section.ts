import type { ResourceKind, Section } from '../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../shared/result.ts';
import { answeredStatus } from '../http/problems.ts';

/** What one part of a pull brought home. */
export interface SectionReading<T> {
  readonly items: readonly T[];
  /** Null when everything was read. */
  readonly gap: { readonly state: 'partial' | 'absent'; readonly why: string } | null;
}

/**
 * Runs one part of a pull. A part that this key may not read, or that this version does not have, is
 * absent with the reason; one whose reading says that it lacks some is partial; whatever else goes wrong ends the pull. dwctl 10.13.1 answers a route it lacks
 * with its dashboard and status 200, or with 404 or 405.
 */
export async function readSection<T>(
  read: (lack: (why: string) => void) => Promise<readonly T[]>,
): Promise<SectionReading<T>> {
  const lacking: string[] = [];
  try {
    const items = await read((why) => lacking.push(why));
    const why = [...new Set(lacking)].join(' ');
    return { items, gap: why === '' ? null : { state: 'partial', why } };
  } catch (error) {
    const why = reasonOfAbsence(error);
    if (why === null) throw error;
    return { items: [], gap: { state: 'absent', why } };
  }
}

/** Null when the error is not about what the key may read or the version has. */
export function reasonOfAbsence(error: unknown): string | null {
  if (!(error instanceof ProblemError)) return null;
  const status = answeredStatus(error);
  const lacking = error.problem.code === 'answered_html' || status === 404 || status === 405;
  return status === 403 || lacking ? error.problem.message : null;
}

/** The section as a snapshot states it. @param takenNames names that what was deleted keeps. */
export function sectionOf(
  kind: ResourceKind,
  reading: SectionReading<unknown>,
  takenNames: readonly string[] = [],
): Section {
  const { items, gap } = reading;
  return {
    kind,
    state: gap?.state ?? 'complete',
    count: items.length,
    ...(gap === null ? {} : { why: gap.why }),
    ...(takenNames.length === 0 ? {} : { takenNames }),
  };
}
