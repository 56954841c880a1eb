import type { ResourceKind, Section } from '../../../shared/fleet/snapshot.ts';
import type { ProblemError } from '../../../shared/result.ts';
import type { Listing } from './pages.ts';
import { isRoleRefusal } from './read-source.ts';
import type { SourceRead } from './read-source.ts';

/** What a narrow key gets of these without a word: its own. */
const SCOPED: ReadonlySet<ResourceKind> = new Set<ResourceKind>([
  'model',
  'modelGroup',
  'team',
  'key',
  'tag',
  'organization',
  'guardrail',
]);

/**
 * How far one part of a snapshot was read, from what came of its sources: `complete` when all that this release has
 * were read to the end, `absent` when none was, `partial` with the reasons otherwise.
 */
export function sectionOf(
  kind: ResourceKind,
  sources: readonly SourceRead[],
  { count, narrow }: { readonly count: number; readonly narrow: boolean },
): Section {
  const read = sources.flatMap(({ listing, error }) => (listing === null ? [] : [{ listing, error }]));
  const unread = sources.filter(({ listing, missing }) => listing === null && !missing);
  if (read.length === 0) {
    const [reason] = unread.length > 0 ? unread : sources;
    return { kind, state: 'absent', count: 0, why: reason === undefined ? '' : whyNot(reason) };
  }
  const why = [
    ...new Set([
      ...read.flatMap(({ listing, error }) => lackOf(listing, error)),
      ...(narrow && SCOPED.has(kind) ? [ITS_OWN] : []),
      ...unread.map((source) =>
        sources.length === 1 ? whyNot(source) : `No ${source.name}: ${whyNot(source)}`,
      ),
    ]),
  ].join(' ');
  return why === '' ? { kind, state: 'complete', count } : { kind, state: 'partial', count, why };
}

const ITS_OWN = "This key is not an administrator's, so it may see only its own.";

function lackOf({ refused, lacking }: Listing, error: ProblemError | null): readonly string[] {
  const [first] = refused;
  return [
    ...(first === undefined
      ? []
      : [`${String(refused.length)} could not be read (${first.where}: ${first.reason}).`]),
    ...(lacking === null ? [] : [lacking]),
    // A lesser route stood in for the one that was refused to this key.
    ...(error !== null && isRoleRefusal(error) ? [ITS_OWN] : []),
  ];
}

/** Why a source could not be read, in one plain sentence. The gateway's own words on licences are an advertisement. */
function whyNot({ name, error, missing }: SourceRead): string {
  if (error === null) return 'It was not asked for.';
  const { code, message } = error.problem;
  if (code === 'needs_licence') return 'Needs a LiteLLM licence.';
  if (code === 'no_database') return `LiteLLM runs without a database, so it keeps no ${name}.`;
  if (code === 'not_permitted' || code === 'wrong_key') return `This key may not read the ${name}.`;
  if (missing) return `This version of LiteLLM has no list of ${name}.`;
  return message;
}
